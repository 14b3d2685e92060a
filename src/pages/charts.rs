//! Charts as SVG, drawn by us: columns over time, bars by kind, a funnel, a divided bar. Places are in percent, heights in pixels, so that
//! letters keep their size on a phone. Colours come from the stylesheet. Each is a picture with a name: the table beside it says the same.

use std::fmt::Write;

/// A month or kind with its values.
pub(super) struct Point {
    pub label: String,
    /// What stands below it, where there is room for a label.
    pub mark: Option<String>,
    pub values: Vec<i64>,
}

/// Percent of the width kept free for the scale.
const LEFT: i64 = 900;
const ALL: i64 = 10_000;
const HEIGHT: i64 = 220;
const FOOT: i64 = 26;
const HEAD: i64 = 16;
const ROW: i64 = 44;
/// Letters that fit beside each other on a phone.
const BREADTH: usize = 38;

/// Columns side by side for each point; `name` is what is read out instead of the picture.
pub(super) fn columns(name: &str, points: &[Point]) -> String {
    let most = points.iter().flat_map(|point| &point.values).copied().max().unwrap_or(0);
    let (top, step) = scale(most);
    let count = whole(points.len());
    let room = (ALL - LEFT) / count;
    let floor = HEIGHT - FOOT;
    let tall = |value: i64| (floor - HEAD) * value.clamp(0, top) / top;
    let mut svg = begin(name, HEIGHT);
    let mut mark = 0;
    while mark <= top {
        let y = floor - tall(mark);
        let _ = write!(svg, r#"<line class="grid" x1="{}" x2="100%" y1="{y}" y2="{y}"/>"#, percent(LEFT));
        let _ = write!(svg, r#"<text x="{}" y="{}" text-anchor="end">{mark}</text>"#, percent(LEFT - 100), y + 4);
        mark += step;
    }
    for (at, point) in (0_i64..).zip(points) {
        let wide = room * 7 / 10 / whole(point.values.len());
        let first = LEFT + at * room + room * 3 / 20;
        for (no, value) in (0_i64..).zip(&point.values) {
            let (x, y, high) = (percent(first + no * wide), floor - tall(*value), tall(*value));
            let (wide, label) = (percent(wide), escaped(&point.label));
            let _ = write!(svg, r#"<rect class="c{no}" x="{x}" y="{y}" width="{wide}" height="{high}">"#);
            let _ = write!(svg, "<title>{label} {value}</title></rect>");
        }
        if let Some(mark) = &point.mark {
            let (middle, mark) = (percent(LEFT + at * room + room / 2), escaped(mark));
            let _ = write!(svg, r#"<text x="{middle}" y="{}" text-anchor="middle">{mark}</text>"#, HEIGHT - 8);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A bar for each point with its name and first value above it, against the largest, or against `all` where there is one.
pub(super) fn bars(name: &str, points: &[Point], all: Option<i64>) -> String {
    let most = points.iter().map(first).max().unwrap_or(0);
    let most = all.unwrap_or(most).max(1);
    rows(name, points, |point| (0, share(first(point), most)))
}

/// As `bars`, each bar in the middle: what is left of the first.
pub(super) fn funnel(name: &str, points: &[Point]) -> String {
    let most = points.iter().map(first).max().unwrap_or(0).max(1);
    rows(name, points, |point| {
        let wide = share(first(point), most);
        ((ALL - wide) / 2, wide)
    })
}

/// One bar divided among the points.
pub(super) fn divided(name: &str, points: &[Point]) -> String {
    let all = points.iter().map(first).sum::<i64>().max(1);
    let mut svg = begin(name, 28);
    let mut done = 0;
    for (no, point) in (0_i64..).zip(points) {
        let (x, wide) = (share(done, all), share(first(point), all));
        let (label, value) = (escaped(&point.label), first(point));
        let _ = write!(svg, r#"<rect class="c{no}" x="{}" y="0" width="{}" height="28">"#, percent(x), percent(wide));
        let _ = write!(svg, "<title>{label} {value}</title></rect>");
        done += value;
    }
    svg.push_str("</svg>");
    svg
}

fn rows(name: &str, points: &[Point], place: impl Fn(&Point) -> (i64, i64)) -> String {
    let value = |point: &Point| point.mark.clone().unwrap_or_else(|| first(point).to_string());
    // Where a name and its value have no room beside each other on a phone, the values stand below the names.
    let below =
        if points.iter().any(|point| breadth(&point.label) + breadth(&value(point)) > BREADTH) { 16 } else { 0 };
    let row = ROW + below;
    let mut svg = begin(name, row * whole(points.len()));
    for (at, point) in (0_i64..).zip(points) {
        let (x, wide) = place(point);
        let (y, label, value) = (at * row, escaped(&point.label), escaped(&value(point)));
        let _ = write!(svg, r#"<text x="0" y="{}">{label}</text>"#, y + 14);
        let (x_value, y_value) = ("100%", y + 14 + below);
        let _ = write!(svg, r#"<text class="figure" x="{x_value}" y="{y_value}" text-anchor="end">{value}</text>"#);
        let _ = write!(svg, r#"<rect class="track" x="0" y="{}" width="100%" height="14"/>"#, y + 20 + below);
        let (x, wide) = (percent(x), percent(wide));
        let _ = write!(svg, r#"<rect class="c0" x="{x}" y="{}" width="{wide}" height="14"/>"#, y + 20 + below);
    }
    svg.push_str("</svg>");
    svg
}

fn begin(name: &str, high: i64) -> String {
    format!(r#"<svg class="chart" role="img" aria-label="{}" width="100%" height="{high}">"#, escaped(name))
}

/// How broad a text is, in letters; a Chinese character is two.
fn breadth(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn first(point: &Point) -> i64 {
    point.values.first().copied().unwrap_or(0)
}

fn whole(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(1).max(1)
}

/// Hundredths of a percent.
fn share(part: i64, of: i64) -> i64 {
    (part.max(0).saturating_mul(ALL) / of.max(1)).min(ALL)
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The top of the scale and its step: 1, 2 or 5 times a power of ten, at most five steps.
fn scale(most: i64) -> (i64, i64) {
    let mut unit = 1_i64;
    loop {
        for step in [1, 2, 5] {
            let step = unit.saturating_mul(step);
            if step.saturating_mul(5) >= most {
                let steps = most.saturating_add(step - 1) / step;
                return (step.saturating_mul(steps.max(1)), step);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(label: &str, values: &[i64]) -> Point {
        Point { label: label.to_owned(), mark: None, values: values.to_vec() }
    }

    #[test]
    fn a_scale_holds_the_most_in_five_steps() {
        for (most, found) in
            [(0, (1, 1)), (1, (1, 1)), (5, (5, 1)), (6, (6, 2)), (11, (15, 5)), (781, (800, 200)), (1001, (1500, 500))]
        {
            assert_eq!(scale(most), found, "{most}");
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_the_picture() {
        let svg = bars("\"><script>", &[point("<script>\"&", &[3])], None);
        assert!(svg.contains("&lt;script&gt;&quot;&amp;") && !svg.contains("<script"), "{svg}");
        assert!(!svg.contains("style="), "the content policy refuses it");
    }

    #[test]
    fn parts_of_a_bar_come_to_all_of_it() {
        let svg = divided("a", &[point("b", &[1]), point("c", &[3])]);
        assert!(
            svg.contains(r#"x="0.00%" y="0" width="25.00%""#) && svg.contains(r#"x="25.00%" y="0" width="75.00%""#)
        );
        let svg = funnel("a", &[point("b", &[4]), point("c", &[1])]);
        assert!(svg.contains(r#"x="37.50%" y="64" width="25.00%""#), "{svg}");
        let long = bars("a", &[point("Practice areas against needs and industry", &[4])], None);
        assert!(long.contains(r#"height="60""#) && long.contains(r#"x="100%" y="30""#), "{long}");
        assert!(!divided("a", &[]).contains("rect") && !columns("a", &[]).contains("rect"));
    }
}
