//! A plot with both axes in powers of ten, as SVG.

use std::fmt::Write;

/// One line of the plot.
pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

const COLOURS: [&str; 6] = ["#1b6ca8", "#c0392b", "#7d8c1f", "#8e44ad", "#d68910", "#555555"];
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 40.0;

/// The plot as a document.
pub fn plot(title: &str, across: &str, up: &str, lines: &[Line]) -> String {
    let all = || lines.iter().flat_map(|line| line.points.iter().copied());
    let ends = |values: Vec<f64>| {
        let logs: Vec<f64> = values.into_iter().map(f64::log10).collect();
        let (low, high) =
            (logs.iter().copied().fold(f64::MAX, f64::min), logs.iter().copied().fold(f64::MIN, f64::max));
        (low.floor(), high.ceil().max(low.floor() + 1.0))
    };
    let (x, y) = (ends(all().map(|point| point.0).collect()), ends(all().map(|point| point.1).collect()));
    let at_x = |value: f64| LEFT + (value.log10() - x.0) / (x.1 - x.0) * WIDTH;
    let at_y = |value: f64| TOP + HEIGHT - (value.log10() - y.0) / (y.1 - y.0) * HEIGHT;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 370\" font-family=\"sans-serif\" font-size=\"12\">\n\
        <rect width=\"720\" height=\"370\" fill=\"#fff\"/>\n",
    );
    writeln!(svg, "<text x=\"{LEFT}\" y=\"20\" font-size=\"15\">{title}</text>").unwrap();
    for power in x.0 as i32..=x.1 as i32 {
        let at = at_x(10_f64.powi(power));
        writeln!(svg, "<path d=\"M{at:.1} {TOP}v{HEIGHT}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"338\" text-anchor=\"middle\">10^{power}</text>").unwrap();
    }
    for power in y.0 as i32..=y.1 as i32 {
        let at = at_y(10_f64.powi(power));
        writeln!(svg, "<path d=\"M{LEFT} {at:.1}h{WIDTH}\" stroke=\"#ddd\"/><text x=\"52\" y=\"{:.1}\" text-anchor=\"end\">10^{power}</text>", at + 4.0).unwrap();
    }
    writeln!(
        svg,
        "<text x=\"270\" y=\"358\" text-anchor=\"middle\">{across}</text><text x=\"12\" y=\"30\">{up}</text>"
    )
    .unwrap();
    for (number, line) in lines.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let points: Vec<String> = line.points.iter().map(|(x, y)| format!("{:.1},{:.1}", at_x(*x), at_y(*y))).collect();
        let last = line.points.last().map_or(TOP, |point| at_y(point.1));
        writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        )
        .unwrap();
        writeln!(svg, "<text x=\"490\" y=\"{:.1}\" fill=\"{colour}\">{}</text>", last + 4.0, line.name).unwrap();
    }
    svg + "</svg>\n"
}
