//! `skillmix sweep`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum, value_parser};

use super::output::Output;
use super::progress::Line;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, solve, values};
use crate::diagnostics::Diagnostic;
use crate::document::Document;
use crate::instance::Instance;
use crate::manifest::Manifest;
use crate::pipeline::Watch;
use crate::reading::Reading;
use crate::report::sweep::{self as report, Against, Row, Sweep, Verdict};
use crate::solver::{Options, version};
use crate::sweep::grid::Grid;
use crate::sweep::monotone::contradiction;
use crate::sweep::quantity::{Axis, CannotVary};
use crate::sweep::range::Measure;
use crate::sweep::results::{Header, Input, Results, ResultsError, Varied};
use crate::sweep::{At, How, Stopped, instance_at, mend, run as run_sweep};

/// Solve at each value of one or two quantities: what more or less of them brings
///
/// A quantity is `budget` (or `budget:ID`), `turnover` (`turnover:ROLE`), `referrals`
/// (`referrals:SERVICE`), `places` (`places:ID`), `hires` (`hires:MARKET`), `standard:ID`, `price:ROLE`,
/// or the path of any number in the files. Its range is `FROM..TO/STEP`, or a list `A,B,C`: with `%` of
/// what is in force, without in the value's own unit. Every plan is audited; a point without a plan
/// stays, with its reason.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// What is varied, and over what: `budget=80%..120%/2%`, `care.roles.pwp.leaving_per_year=0.1,0.25`;
    /// once or twice
    #[arg(long, value_name = "QUANTITY=RANGE", required = true)]
    vary: Vec<String>,
    /// What is drawn against it
    #[arg(long, value_enum, default_value_t = AgainstFigure::Cost)]
    against: AgainstFigure,
    /// Plans with fractions of people: faster, and a little better than any plan there is
    #[arg(long)]
    relaxed: bool,
    /// Keep results in FILE, each as it is found
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// Go on with the results that are in the file
    #[arg(long, requires = "results")]
    resume: bool,
    /// Points that are solved at a time [default: as many as there are processors]; the answer is the
    /// same for any number
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// Prove plans this close to the best possible: a share or a percentage [default: the
    /// instance's `gap_share`, else 0.01%]
    #[arg(long, value_parser = values::gap, allow_hyphen_values = true)]
    gap: Option<f64>,
    /// The most that a point may take (such as 60s, 2m, 1h); what it cuts short differs from run to run
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    time_limit: Option<Duration>,
    /// Random seed
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = value_parser!(u32).range(..=0x7fff_ffff))]
    seed: u32,
    /// What to write
    #[arg(long, value_enum, default_value_t = SweepFormat::Table)]
    format: SweepFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AgainstFigure {
    /// What the plan costs
    Cost,
    /// The longest mean wait
    Wait,
    /// People who start
    Access,
    /// Shortfall of soft standards at its price
    Shortfall,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SweepFormat {
    /// For people: a table and a drawing
    Table,
    /// Everything, as models/answer.md describes it
    Json,
    /// A row a point
    Csv,
}

/// Why a sweep has no answer, or not a whole one.
enum Ended {
    Whole,
    Asked,
    Files(usize, Vec<Diagnostic>),
    Fault(usize, crate::pipeline::Fault),
    Results(ResultsError),
}

/// The points of a run.
struct Points<'a> {
    grid: &'a Grid,
    at: At<'a>,
    how: &'a How,
    threads: usize,
    watch: &'a Watch,
}

impl Points<'_> {
    /// Solves those that are not among the rows yet, and puts all in order.
    fn solve(&self, results: &mut Option<Results>, rows: &mut Vec<Row>) -> Ended {
        let grid = self.grid;
        let done: BTreeSet<usize> = rows.iter().filter_map(|row| grid.point(&row.at)).collect();
        let mut take = |row: Row| -> Result<(), ResultsError> {
            if let (Some(results), Some(point)) = (&mut *results, grid.point(&row.at)) {
                results.add(point, &row)?;
            }
            rows.push(row);
            Ok(())
        };
        let (how, watch) = (self.how, self.watch);
        let solved = run_sweep(grid, self.at, how, self.threads, &done, watch, &mut take);
        rows.sort_by_key(|row| grid.point(&row.at));
        let mut put = |row: &Row| {
            if let (Some(results), Some(point)) = (&mut *results, grid.point(&row.at)) {
                results.replace(point, row);
            }
        };
        let mended = solved.and_then(|()| mend(grid, rows, self.at, how, watch, &mut put));
        match mended {
            Ok(()) => Ended::Whole,
            Err(Stopped::Asked) => Ended::Asked,
            Err(Stopped::Files(point, found)) => Ended::Files(point, found),
            Err(Stopped::Fault(point, fault)) => Ended::Fault(point, fault),
            Err(Stopped::Taking(error)) => Ended::Results(error),
        }
    }
}

/// Solves every point, and prints what is found.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let (instance, reading) = (&input.instance, &input.reading);
    let Some(document) = &reading.document else {
        return Ok(Exit::Input);
    };
    let Some(grid) = grid(&arguments.vary, document, reading, terminal) else {
        return Ok(Exit::Input);
    };
    if !can_be_drawn(arguments.against, instance, terminal) {
        return Ok(Exit::Input);
    }
    let at = |point: usize| instance_at(document, &grid, point);
    // What is unlawful is told before hours of solving.
    for point in grid.corners() {
        if let Err(found) = at(point) {
            say_unlawful(&grid, point, &found, reading, terminal);
            return Ok(Exit::Input);
        }
    }
    let how = how(arguments, instance);
    let manifest = Manifest::new(instance, &how.options, format!("HiGHS {}", version()));
    let header = header((instance, &arguments.under), &grid, &how, &manifest);
    if is_same_file(arguments.output.as_deref(), arguments.results.as_deref()) {
        let help = "name two files";
        terminal.error("the answer and the results cannot be one file", &[help]);
        return Ok(Exit::Input);
    }
    let opened = arguments
        .results
        .as_deref()
        .map(|path| Results::open(path, &header, &grid, arguments.resume))
        .transpose();
    let (mut results, mut rows) = match opened {
        Ok(Some((results, rows))) => (Some(results), rows),
        Ok(None) => (None, Vec::new()),
        Err(error) => return Ok(say_results(&error, terminal)),
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let threads = threads(arguments.threads);
    let points = Points {
        grid: &grid,
        at: &at,
        how: &how,
        threads,
        watch: &watch,
    };
    let ended = points.solve(&mut results, &mut rows);
    line.end();
    let is_whole = match ended {
        Ended::Whole => true,
        Ended::Asked => false,
        Ended::Files(point, found) => {
            say_unlawful(&grid, point, &found, reading, terminal);
            return Ok(Exit::Input);
        }
        Ended::Fault(point, fault) => {
            terminal.note(&format!("at {}:", grid.name(point)));
            solve::say_fault(&fault, terminal);
            return Ok(Exit::Fault);
        }
        Ended::Results(error) => return Ok(say_results(&error, terminal)),
    };
    if let Some(found) = contradiction(&grid, &rows) {
        let help = "this is a fault of the program: report it, with the files and the command";
        terminal.error(&found.to_string(), &[help]);
        return Ok(Exit::Fault);
    }
    if is_whole
        && let Some(results) = results
        && let Err(error) = results.finish()
    {
        return Ok(say_results(&error, terminal));
    }
    let exit = exit_of(&rows, is_whole);
    let sweep = sweep(arguments, instance, &grid, manifest, rows);
    let text = match arguments.format {
        SweepFormat::Table => report::render(&sweep),
        SweepFormat::Json => report::render_json(&sweep),
        SweepFormat::Csv => report::render_csv(&sweep),
    };
    output.write(text.as_bytes(), terminal)?;
    if !is_whole {
        say_not_whole(arguments, &sweep, terminal);
    }
    Ok(exit)
}

/// The grid that is asked for; everything that is wrong with it is told.
fn grid(
    vary: &[String],
    document: &Document,
    reading: &Reading,
    terminal: Terminal,
) -> Option<Grid> {
    let mut axes = Some(Vec::new());
    for text in vary {
        match Axis::read(text, document) {
            Ok(read) => {
                if let Some(axes) = &mut axes {
                    axes.push(read);
                }
            }
            Err(CannotVary::Asked { message, help }) => {
                terminal.error(&message, &[&help]);
                axes = None;
            }
            Err(CannotVary::Files(found)) => {
                terminal.diagnostics(&found, &reading.files);
                axes = None;
            }
        }
    }
    match Grid::new(axes?) {
        Ok(grid) => Some(grid),
        Err(error) => {
            let help = "vary one quantity, or two different ones, over fewer points";
            terminal.error(&error.to_string(), &[help]);
            None
        }
    }
}

fn can_be_drawn(against: AgainstFigure, instance: &Instance, terminal: Terminal) -> bool {
    use crate::instance::Objective::LeastShortfall;
    let is_sought = instance.objectives.contains(&LeastShortfall);
    if against == AgainstFigure::Shortfall && !is_sought {
        terminal.error(
            "the instance does not seek the least shortfall, so there is none to draw",
            &["put `least-shortfall` among its `objectives`, or draw `--against cost`"],
        );
        return false;
    }
    true
}

fn how(arguments: &Arguments, instance: &Instance) -> How {
    How {
        options: Options {
            gap: arguments.gap.unwrap_or(instance.gap),
            time_limit: arguments.time_limit,
            seed: arguments.seed,
            ..Options::default()
        },
        relaxed: arguments.relaxed,
    }
}

fn threads(asked: Option<u32>) -> usize {
    let asked = asked.and_then(|asked| usize::try_from(asked).ok());
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

fn header(
    (instance, under): (&Instance, &Under),
    grid: &Grid,
    how: &How,
    manifest: &Manifest,
) -> Header {
    let inputs = manifest.inputs.iter().map(|input| Input {
        path: input.path.clone(),
        sha256: input.sha256.clone(),
    });
    let vary = grid.axes.iter().map(|axis| Varied {
        quantity: axis.name.clone(),
        range: axis.asked.clone(),
    });
    Header {
        skillmix_sweep_results: Header::VERSION,
        skillmix_version: manifest.skillmix_version.clone(),
        solver_version: manifest.solver_version.clone(),
        instance: instance.name.clone(),
        inputs: inputs.collect(),
        scenario: under.scenario.as_ref().map(ToString::to_string),
        vary: vary.collect(),
        points: grid.size(),
        relaxed: how.relaxed,
        gap: how.options.gap,
        seed: how.options.seed,
        time_limit_seconds: how.options.time_limit.map(|limit| limit.as_secs_f64()),
    }
}

fn is_same_file(output: Option<&Path>, results: Option<&Path>) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    output
        .zip(results)
        .is_some_and(|(output, results)| real(output) == real(results))
}

fn sweep(
    arguments: &Arguments,
    instance: &Instance,
    grid: &Grid,
    manifest: Manifest,
    mut points: Vec<Row>,
) -> Sweep {
    for row in &mut points {
        row.whole.clear();
    }
    let axes = grid.axes.iter().map(|axis| report::Axis {
        quantity: axis.name.clone(),
        range: axis.asked.clone(),
        percent: axis.range.measure == Measure::Percent,
        unit: axis.unit.clone(),
        in_force: axis.in_force,
        values: axis
            .range
            .points
            .iter()
            .map(|point| point.value())
            .collect(),
        labels: (0..axis.range.points.len())
            .map(|place| axis.range.label(place))
            .collect(),
    });
    Sweep {
        instance: instance.name.clone(),
        scenario: arguments.under.scenario.as_ref().map(ToString::to_string),
        axes: axes.collect(),
        against: match arguments.against {
            AgainstFigure::Cost => Against::Cost,
            AgainstFigure::Wait => Against::Wait,
            AgainstFigure::Access => Against::Access,
            AgainstFigure::Shortfall => Against::Shortfall,
        },
        relaxed: arguments.relaxed,
        over_horizon: instance.horizon().is_some(),
        manifest,
        points,
    }
}

/// 0 where every point is settled and one has a plan; where none has any, that is a "no".
fn exit_of(rows: &[Row], is_whole: bool) -> Exit {
    let planned = rows.iter().filter(|row| row.planned().is_some()).count();
    let is_open = |row: &Row| match &row.verdict {
        Verdict::Plan(planned) => !matches!(planned.status.as_str(), "optimal" | "within-gap"),
        Verdict::NoPlan { .. } => false,
        Verdict::NotSettled { .. } => true,
    };
    let open = rows.iter().any(is_open);
    match (is_whole, open, planned) {
        (false, ..) => Exit::Interrupted,
        (true, true, 0) => Exit::NoPlanYet,
        (true, true, _) => Exit::LimitWithPlan,
        (true, false, 0) => Exit::No,
        (true, false, _) => Exit::Done,
    }
}

fn say_results(error: &ResultsError, terminal: Terminal) -> Exit {
    terminal.error(&error.to_string(), &[error.help()]);
    Exit::Input
}

fn say_unlawful(
    grid: &Grid,
    point: usize,
    found: &[Diagnostic],
    reading: &Reading,
    terminal: Terminal,
) {
    terminal.diagnostics(found, &reading.files);
    let name = grid.name(point);
    terminal.error(
        &format!("the instance is unlawful at {name}"),
        &["take a range in which every value is lawful"],
    );
}

fn say_not_whole(arguments: &Arguments, sweep: &Sweep, terminal: Terminal) {
    let (found, size) = (sweep.points.len(), sweep.size());
    let text = match &arguments.results {
        Some(path) => format!(
            "stopped: {found} of {size} points are in `{}`; --resume goes on with them",
            path.display()
        ),
        None => format!(
            "stopped after {found} of {size} points; with --results FILE they are kept, to go on with"
        ),
    };
    terminal.note(&text);
}
