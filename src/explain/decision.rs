//! A decision that somebody asks about, such as `hit at salford 2027-01`: read, found in the
//! instance, and turned into bounds on columns.

mod asked;
mod find;
mod read;

use asked::Asked;
use find::{Wrong, service};

pub use find::Wrong as WrongDecision;

use crate::formulation::{Column, Formulation, VarKey};
use crate::instance::Instance;

/// What is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody is hired.
    Hire,
    /// Nobody is hired.
    NoHire,
    /// Somebody starts training.
    Train,
    /// Nobody starts training.
    NoTrain,
    /// How many are in post.
    Staff,
    /// A retention measure is taken up.
    Measure,
    /// It is not.
    NoMeasure,
}

impl Kind {
    /// The option of the command that asks for it.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Self::Hire => "--hire",
            Self::NoHire => "--no-hire",
            Self::Train => "--train",
            Self::NoTrain => "--no-train",
            Self::Staff => "--staff",
            Self::Measure => "--measure",
            Self::NoMeasure => "--no-measure",
        }
    }

    fn forbids(self) -> bool {
        matches!(self, Self::NoHire | Self::NoTrain | Self::NoMeasure)
    }
}

/// A decision, as bounds on columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// In words, with names: `at least 1 WTE of HITs hired at Salford to join in January 2027`.
    pub words: String,
    /// The columns that it is about, each with its bounds, in units of the column.
    columns: Vec<(VarKey, f64, f64)>,
    /// The WTE of a unit of the columns.
    unit: f64,
}

/// How far a value may be off a bound that it keeps, in units of its column.
const NEARLY: f64 = 1e-6;

impl Decision {
    /// Finds out what is meant.
    ///
    /// # Errors
    ///
    /// When the instance has no such decision to take.
    pub fn read(instance: &Instance, kind: Kind, text: &str) -> Result<Self, Wrong> {
        let words = read::words(kind, text)?;
        let (service, name) = service(instance, (kind, text), &words)?;
        let asked = Asked {
            kind,
            text,
            service,
            place: if instance.services.len() > 1 {
                format!(" at {}", service.name)
            } else {
                String::new()
            },
            words,
        };
        match kind {
            Kind::Hire | Kind::NoHire => asked.hire(&name),
            Kind::Train | Kind::NoTrain => asked.train(&name),
            Kind::Staff => asked.staff(&name),
            Kind::Measure | Kind::NoMeasure => asked.measure(&name),
        }
    }

    /// What a plan has of it: WTE, of several times the least.
    #[must_use]
    pub fn in_plan(&self, formulation: &Formulation, values: &[f64]) -> f64 {
        let units = self.values(formulation, values);
        let least = units.fold(f64::INFINITY, f64::min);
        if least.is_finite() {
            least * self.unit
        } else {
            0.0
        }
    }

    /// Whether a plan does it already.
    #[must_use]
    pub fn is_taken(&self, formulation: &Formulation, values: &[f64]) -> bool {
        let bounds = self.columns.iter().map(|(_, lower, upper)| (lower, upper));
        self.values(formulation, values)
            .zip(bounds)
            .all(|(value, (lower, upper))| value >= lower - NEARLY && value <= upper + NEARLY)
    }

    fn values<'v>(
        &'v self,
        formulation: &'v Formulation,
        values: &'v [f64],
    ) -> impl Iterator<Item = f64> + 'v {
        self.columns.iter().map(|(key, ..)| {
            let place = formulation.columns.get_index_of(key);
            place.and_then(|p| values.get(p)).copied().unwrap_or(0.0)
        })
    }

    /// Whether its bounds can be kept as far as columns go: one that is not there is nought.
    #[must_use]
    pub fn has_room(&self, formulation: &Formulation) -> bool {
        self.bounds(formulation)
            .all(|(_, lower, upper)| lower <= upper)
    }

    /// The columns with the bounds that the decision leaves them.
    pub fn bounds<'f>(
        &'f self,
        formulation: &'f Formulation,
    ) -> impl Iterator<Item = (&'f VarKey, f64, f64)> + 'f {
        self.columns.iter().map(|(key, lower, upper)| {
            // A column that is not there is nought.
            let Column {
                lower: least,
                upper: most,
                ..
            } = formulation
                .columns
                .get(key)
                .copied()
                .unwrap_or(Column::NONE);
            (key, lower.max(least), upper.min(most))
        })
    }
}
