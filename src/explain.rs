//! Questions about a plan, put and answered: why there is none, what it would take, what it is
//! worth, why this and not that, and which other plans are nearly as good. Part three of
//! `models/formulation.md` is the contract; the files of `report` that bear the questions' names
//! have what comes of them.

pub mod alternatives;
pub mod cut;
pub mod decision;
pub mod price;
pub mod why;
pub mod why_not;
