"""The cases of figures.rs in DuckDB, and its own group-by of them: `python3 grouping.py CASES PLACES.csv`; prints one JSON object with
the median of the warm runs in milliseconds, and what each query adds up to."""

import json
import statistics
import sys
import time

import duckdb

cases, places = int(sys.argv[1]), sys.argv[2]
c = duckdb.connect()
c.execute("SET threads = 2")
c.execute(f"CREATE TABLE place AS SELECT * FROM read_csv('{places}', header = true, types = {{'region_code': 'VARCHAR'}})")
c.execute(f"""CREATE TABLE counted AS
    WITH n AS (SELECT i, i * 2654435761 % 4294967296 AS h FROM range(1, {cases} + 1) t(i)), p AS (SELECT count(*) AS p FROM place)
    SELECT region_code AS region, substr(region_code, 1, 2) AS province,
        date_trunc('month', DATE '2021-01-01' + CAST((i - 1) * 1826 // {cases} AS INTEGER)) AS month,
        CAST(h // p % 8 AS TINYINT) AS category, CAST(1 + h % 3 AS INTEGER) AS people, CAST(50000 + h % 300000000 AS BIGINT) AS claimed
    FROM n, p JOIN place ON place.n = h % p""")
sums = "count(*), sum(people), sum(claimed)"
queries = {
    "whole": f"SELECT province, month, category, {sums} FROM counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "year": f"SELECT province, {sums} FROM counted WHERE month >= '2025-01-01' AND month < '2026-01-01' GROUP BY 1 ORDER BY 1",
    "month": f"SELECT {sums} FROM counted WHERE region = '330226' AND month = '2025-03-01'",
}
out = {"version": duckdb.__version__}
for name, sql in queries.items():
    times = []
    for _ in range(8):
        begun = time.perf_counter()
        rows = c.execute(sql).fetchall()
        times.append((time.perf_counter() - begun) * 1000)
    out[name] = {"ms": statistics.median(times[1:]), "rows": len(rows), "cases": sum(row[-3] for row in rows)}
print(json.dumps(out))
