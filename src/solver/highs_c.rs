//! The bridge to HiGHS's C interface, for what neither `good_lp` nor `highs` has: bounds, names,
//! callbacks, starts, changes in place. The only file with `unsafe`; everything it offers is safe.
//!
//! What every block relies on, stated once:
//!
//! - **The pointer.** `Model` owns the HiGHS object that `as_ptr` and `as_mut_ptr` give, from
//!   before [`Instance`] exists until it is dropped, and an `Instance` is neither `Send` nor
//!   `Sync`, so no two calls overlap. `&self` methods only call functions that read.
//! - **Lengths.** HiGHS reads or writes arrays of the lengths that its own counts give. Each
//!   method checks its slices against [`Instance::columns`] and [`Instance::rows`], which ask
//!   HiGHS itself, before it passes a pointer.
//! - **Texts.** Names go in as `CStr`, which end in a nought, and HiGHS copies them.
#![expect(
    unsafe_code,
    reason = "HiGHS's bounds, names, starts and callbacks exist in its C interface alone"
)]

mod held;

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use highs_sys::{HighsCallbackDataIn, HighsCallbackDataOut, HighsInt};

use super::error::SolverError;
use super::status::ModelStatus;
use super::watch::{Moment, Watch};
pub(super) use held::{Basis, Point};

/// A model inside HiGHS.
pub(super) struct Instance {
    model: highs::Model,
}

/// Fails when HiGHS returned an error; a warning is none (a time limit gives one).
fn check(call: &'static str, status: HighsInt) -> Result<(), SolverError> {
    if status == highs_sys::STATUS_ERROR {
        Err(SolverError::Call { call })
    } else {
        Ok(())
    }
}

fn count(what: &'static str, count: usize) -> Result<HighsInt, SolverError> {
    HighsInt::try_from(count).map_err(|_| SolverError::TooLarge { what, count })
}

/// The version of HiGHS that is linked.
pub(super) fn version() -> String {
    // SAFETY: takes nothing and returns a text that lives as long as the programme.
    let text = unsafe { CStr::from_ptr(highs_sys::Highs_version()) };
    text.to_string_lossy().into_owned()
}

impl Instance {
    pub(super) fn new(model: highs::Model) -> Self {
        Self { model }
    }

    /// A model that is still empty, to read a file into.
    pub(super) fn empty() -> Result<Self, SolverError> {
        highs::Model::try_new(highs::RowProblem::default())
            .map(Self::new)
            .map_err(|status| SolverError::Load(format!("{status:?}")))
    }

    fn ptr(&self) -> *const c_void {
        self.model.as_ptr()
    }

    fn mut_ptr(&mut self) -> *mut c_void {
        self.model.as_mut_ptr()
    }

    pub(super) fn columns(&self) -> usize {
        self.model.num_cols()
    }

    pub(super) fn rows(&self) -> usize {
        self.model.num_rows()
    }

    pub(super) fn nonzeros(&self) -> usize {
        // SAFETY: the pointer is live; the call only reads.
        let count = unsafe { highs_sys::Highs_getNumNz(self.ptr()) };
        usize::try_from(count).unwrap_or(0)
    }

    /// How many columns must be whole.
    pub(super) fn whole_columns(&self) -> usize {
        (0..self.columns())
            .filter_map(|column| HighsInt::try_from(column).ok())
            .filter(|&column| {
                let mut kind: HighsInt = 0;
                // SAFETY: the pointer is live, the column exists, and `kind` is one integer to
                // write to. A model with no whole column answers with an error.
                let status = unsafe {
                    highs_sys::Highs_getColIntegrality(self.ptr(), column, &raw mut kind)
                };
                status == highs_sys::STATUS_OK && kind == highs_sys::VAR_TYPE_INTEGER
            })
            .count()
    }

    pub(super) fn set_option<V>(
        &mut self,
        option: &'static str,
        value: V,
    ) -> Result<(), SolverError>
    where
        V: highs::HighsOptionValue + Copy + std::fmt::Debug,
    {
        self.model
            .try_set_option(option, value)
            .map_err(|_| SolverError::Option {
                option,
                value: format!("{value:?}"),
            })
    }

    /// Solves what the instance holds, under the eyes of `watch`.
    ///
    /// The status tells how it ended; only a call that could not be made is an error.
    pub(super) fn run(&mut self, watch: &Watch) -> Result<ModelStatus, SolverError> {
        let data = std::ptr::from_ref(watch).cast_mut().cast::<c_void>();
        // SAFETY: `call_back` has the signature that HiGHS asks for. `data` points at `watch`,
        // which is borrowed until this method returns; the callback is taken out below on every
        // path before that, so HiGHS never holds the pointer longer.
        let mut status =
            unsafe { highs_sys::Highs_setCallback(self.mut_ptr(), Some(call_back), data) };
        for kind in [
            highs_sys::kHighsCallbackSimplexInterrupt,
            highs_sys::kHighsCallbackIpmInterrupt,
            highs_sys::kHighsCallbackMipInterrupt,
            highs_sys::kHighsCallbackMipImprovingSolution,
        ] {
            if status != highs_sys::STATUS_ERROR {
                // SAFETY: the pointer is live and `kind` is one of HiGHS's own numbers.
                status = unsafe { highs_sys::Highs_startCallback(self.mut_ptr(), kind) };
            }
        }
        let mut run = highs_sys::STATUS_ERROR;
        if status != highs_sys::STATUS_ERROR {
            // SAFETY: the pointer is live. Clocks are zeroed because a linear programme's time
            // limit counts all runs of the object; callbacks are as above.
            unsafe {
                status = highs_sys::Highs_zeroAllClocks(self.ptr());
                run = highs_sys::Highs_run(self.mut_ptr());
            }
        }
        // SAFETY: no callback and no data: HiGHS forgets `watch`.
        let taken_out =
            unsafe { highs_sys::Highs_setCallback(self.mut_ptr(), None, std::ptr::null_mut()) };
        check("Highs_startCallback", status)?;
        check("Highs_setCallback", taken_out)?;
        if watch.failed() {
            return Err(SolverError::Progress);
        }
        // SAFETY: the pointer is live; the call only reads.
        let ended = ModelStatus::from_highs(unsafe { highs_sys::Highs_getModelStatus(self.ptr()) });
        if run == highs_sys::STATUS_ERROR && !matches!(ended, ModelStatus::Other(_)) {
            // The run never began: the status is that of the one before.
            return Err(SolverError::Call { call: "Highs_run" });
        }
        Ok(ended)
    }

    /// A number that HiGHS tells of the last run.
    pub(super) fn information(&self, name: &'static CStr) -> Result<f64, SolverError> {
        let mut value = f64::NAN;
        // SAFETY: the pointer is live, `name` ends in a nought, `value` is one number to write to.
        let status = unsafe {
            highs_sys::Highs_getDoubleInfoValue(self.ptr(), name.as_ptr(), &raw mut value)
        };
        check("Highs_getDoubleInfoValue", status)?;
        Ok(value)
    }

    /// Whether the answer that HiGHS holds keeps every bound and row.
    pub(super) fn has_feasible_point(&self) -> bool {
        let mut value: HighsInt = 0;
        // SAFETY: as for `information`, with an integer.
        let status = unsafe {
            highs_sys::Highs_getIntInfoValue(
                self.ptr(),
                c"primal_solution_status".as_ptr(),
                &raw mut value,
            )
        };
        status == highs_sys::STATUS_OK && value == highs_sys::SOLUTION_STATUS_FEASIBLE
    }

    /// The answer that HiGHS holds.
    pub(super) fn point(&self) -> Result<Point, SolverError> {
        let mut point = Point::for_a(self);
        let mut row_values = vec![0.0; self.rows()];
        // SAFETY: the four arrays have HiGHS's own counts of columns and rows, which is what it
        // writes where it has values, and nothing where it has none.
        let status = unsafe {
            highs_sys::Highs_getSolution(
                self.ptr(),
                point.columns.as_mut_ptr(),
                point.column_duals.as_mut_ptr(),
                row_values.as_mut_ptr(),
                point.row_duals.as_mut_ptr(),
            )
        };
        check("Highs_getSolution", status)?;
        Ok(point)
    }

    /// Sets the cost of every column.
    pub(super) fn set_costs(&mut self, costs: &[f64]) -> Result<(), SolverError> {
        self.expect_columns(costs.len())?;
        let Some(last) = costs.len().checked_sub(1) else {
            return Ok(());
        };
        let last = count("columns", last)?;
        // SAFETY: the range is all columns and `costs` has one number for each.
        let status = unsafe {
            highs_sys::Highs_changeColsCostByRange(self.mut_ptr(), 0, last, costs.as_ptr())
        };
        check("Highs_changeColsCostByRange", status)
    }

    /// Sets the bounds of every column.
    pub(super) fn set_bounds(&mut self, lower: &[f64], upper: &[f64]) -> Result<(), SolverError> {
        self.expect_columns(lower.len())?;
        self.expect_columns(upper.len())?;
        let Some(last) = lower.len().checked_sub(1) else {
            return Ok(());
        };
        let last = count("columns", last)?;
        // SAFETY: the range is all columns and both arrays have one number for each.
        let status = unsafe {
            highs_sys::Highs_changeColsBoundsByRange(
                self.mut_ptr(),
                0,
                last,
                lower.as_ptr(),
                upper.as_ptr(),
            )
        };
        check("Highs_changeColsBoundsByRange", status)
    }

    /// Sets the bounds of one row.
    pub(super) fn set_row_bounds(
        &mut self,
        row: usize,
        lower: f64,
        upper: f64,
    ) -> Result<(), SolverError> {
        let row = count("rows", row)?;
        // SAFETY: the pointer is live; HiGHS refuses a row that does not exist.
        let status = unsafe { highs_sys::Highs_changeRowBounds(self.mut_ptr(), row, lower, upper) };
        check("Highs_changeRowBounds", status)
    }

    /// Sets one coefficient.
    pub(super) fn set_coefficient(
        &mut self,
        row: usize,
        column: usize,
        value: f64,
    ) -> Result<(), SolverError> {
        let (row, column) = (count("rows", row)?, count("columns", column)?);
        // SAFETY: the pointer is live; HiGHS refuses what does not exist.
        let status = unsafe { highs_sys::Highs_changeCoeff(self.mut_ptr(), row, column, value) };
        check("Highs_changeCoeff", status)
    }

    /// Deletes the rows from one on.
    pub(super) fn delete_rows_from(&mut self, first: usize) -> Result<(), SolverError> {
        let Some(last) = self.rows().checked_sub(1).filter(|last| *last >= first) else {
            return Ok(());
        };
        let (first, last) = (count("rows", first)?, count("rows", last)?);
        // SAFETY: the pointer is live and the range lies within HiGHS's own rows.
        let status = unsafe { highs_sys::Highs_deleteRowsByRange(self.mut_ptr(), first, last) };
        check("Highs_deleteRowsByRange", status)
    }

    /// Adds a row after the others.
    pub(super) fn add_row(
        &mut self,
        lower: f64,
        upper: f64,
        terms: &[(usize, f64)],
    ) -> Result<(), SolverError> {
        let columns = terms
            .iter()
            .map(|&(column, _)| count("columns", column))
            .collect::<Result<Vec<_>, _>>()?;
        let values: Vec<f64> = terms.iter().map(|&(_, value)| value).collect();
        let length = count("coefficients", terms.len())?;
        // SAFETY: both arrays have `length` entries; HiGHS refuses a column that does not exist.
        let status = unsafe {
            highs_sys::Highs_addRow(
                self.mut_ptr(),
                lower,
                upper,
                length,
                columns.as_ptr(),
                values.as_ptr(),
            )
        };
        check("Highs_addRow", status)
    }

    /// The basis that HiGHS holds; none where it holds no valid one.
    pub(super) fn basis(&self) -> Option<Basis> {
        let mut basis = Basis::for_a(self);
        // SAFETY: both arrays have HiGHS's own counts; without a valid basis it writes nothing and
        // says so.
        let status = unsafe {
            highs_sys::Highs_getBasis(
                self.ptr(),
                basis.columns.as_mut_ptr(),
                basis.rows.as_mut_ptr(),
            )
        };
        (status == highs_sys::STATUS_OK).then_some(basis)
    }

    /// Lets the next run begin from a basis.
    pub(super) fn set_basis(&mut self, basis: &Basis) -> Result<(), SolverError> {
        basis.expect_to_fit(self)?;
        // SAFETY: both arrays have HiGHS's own counts, and it copies them.
        let status = unsafe {
            highs_sys::Highs_setBasis(self.mut_ptr(), basis.columns.as_ptr(), basis.rows.as_ptr())
        };
        check("Highs_setBasis", status)
    }

    /// The weights of rows with which HiGHS has shown that a linear programme has no answer; none
    /// where it has found that out otherwise.
    pub(super) fn dual_ray(&self) -> Option<Vec<f64>> {
        let mut has: HighsInt = 0;
        let mut ray = vec![0.0; self.rows()];
        // SAFETY: asked with no array, HiGHS only says whether it has a ray. Else the array has its
        // own count of rows.
        let known =
            unsafe { highs_sys::Highs_getDualRay(self.ptr(), &raw mut has, std::ptr::null_mut()) };
        if known == highs_sys::STATUS_ERROR || has == 0 {
            return None;
        }
        // SAFETY: as above.
        let status =
            unsafe { highs_sys::Highs_getDualRay(self.ptr(), &raw mut has, ray.as_mut_ptr()) };
        (status != highs_sys::STATUS_ERROR && has != 0).then_some(ray)
    }

    /// Gives the next run a plan to start from.
    pub(super) fn set_start(&mut self, values: &[f64]) -> Result<(), SolverError> {
        self.expect_columns(values.len())?;
        let none = std::ptr::null();
        // SAFETY: one value a column; the three other arrays may be null, for "not known".
        let status = unsafe {
            highs_sys::Highs_setSolution(self.mut_ptr(), values.as_ptr(), none, none, none)
        };
        check("Highs_setSolution", status)
    }

    /// Forgets answers, bases and starts; the model and the options stay.
    pub(super) fn forget_answer(&mut self) -> Result<(), SolverError> {
        // SAFETY: the pointer is live.
        check("Highs_clearSolver", unsafe {
            highs_sys::Highs_clearSolver(self.mut_ptr())
        })
    }

    /// Names columns and rows, in order.
    pub(super) fn set_names(
        &mut self,
        columns: &[String],
        rows: &[String],
    ) -> Result<(), SolverError> {
        self.expect_columns(columns.len())?;
        for (position, name) in columns.iter().enumerate() {
            let (position, text) = (count("columns", position)?, c_text(name)?);
            // SAFETY: the column exists, and HiGHS copies the text.
            let status =
                unsafe { highs_sys::Highs_passColName(self.ptr(), position, text.as_ptr()) };
            check("Highs_passColName", status)?;
        }
        for (position, name) in rows.iter().enumerate() {
            let (position, text) = (count("rows", position)?, c_text(name)?);
            // SAFETY: HiGHS refuses a row that does not exist, and copies the text.
            let status =
                unsafe { highs_sys::Highs_passRowName(self.ptr(), position, text.as_ptr()) };
            check("Highs_passRowName", status)?;
        }
        Ok(())
    }

    /// Writes the model; the ending of `path` decides the format.
    pub(super) fn write(&mut self, path: &Path) -> Result<(), SolverError> {
        let text = c_text(&path.to_string_lossy())?;
        // SAFETY: the pointer is live and the text ends in a nought.
        let status = unsafe { highs_sys::Highs_writeModel(self.mut_ptr(), text.as_ptr()) };
        check("Highs_writeModel", status)?;
        if status == highs_sys::STATUS_OK {
            Ok(())
        } else {
            // HiGHS would give all columns or rows names of its own, and only warn.
            Err(SolverError::Name("a name of a column or row".to_owned()))
        }
    }

    /// Reads a model; the ending of `path` tells the format.
    pub(super) fn read(&mut self, path: &Path) -> Result<(), SolverError> {
        let text = c_text(&path.to_string_lossy())?;
        // SAFETY: the pointer is live and the text ends in a nought.
        let status = unsafe { highs_sys::Highs_readModel(self.mut_ptr(), text.as_ptr()) };
        if status == highs_sys::STATUS_ERROR {
            Err(SolverError::Unreadable(path.to_owned()))
        } else {
            Ok(())
        }
    }

    fn expect_columns(&self, length: usize) -> Result<(), SolverError> {
        if length == self.columns() {
            Ok(())
        } else {
            Err(SolverError::Contradiction(format!(
                "{length} values for {} columns",
                self.columns()
            )))
        }
    }
}

fn c_text(text: &str) -> Result<CString, SolverError> {
    CString::new(text).map_err(|_| SolverError::Name(text.to_owned()))
}

/// What HiGHS calls while it runs.
unsafe extern "C" fn call_back(
    kind: c_int,
    _message: *const c_char,
    output: *const HighsCallbackDataOut,
    input: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `data` is what `Instance::run` passed: a `Watch` that outlives the run and is only
    // ever shared (it is `Sync`). HiGHS passes structures of its own, live for this call, or null.
    let (watch, output) = unsafe { (data.cast::<Watch>().as_ref(), output.as_ref()) };
    let Some(watch) = watch else { return };
    // A panic must not cross into C++: it is kept, and the run is stopped.
    let stop = catch_unwind(AssertUnwindSafe(|| {
        let Some(output) = output else { return };
        match kind {
            highs_sys::kHighsCallbackMipImprovingSolution => {
                let length = usize::try_from(output.mip_solution_size).unwrap_or(0);
                if !output.mip_solution.is_null() {
                    // SAFETY: HiGHS says that the array has this length; it is copied before the
                    // callback returns.
                    let values = unsafe { std::slice::from_raw_parts(output.mip_solution, length) };
                    watch.keep(output.objective_function_value, values);
                }
            }
            // HiGHS's callback for its log says the same, but less often, and only while a log is
            // written.
            highs_sys::kHighsCallbackMipInterrupt => {
                watch.report(Moment {
                    best: output.mip_primal_bound,
                    bound: output.mip_dual_bound,
                });
            }
            highs_sys::kHighsCallbackSimplexInterrupt => {
                watch.look(i64::from(output.simplex_iteration_count));
                watch.report(Moment::UNKNOWN);
            }
            // A linear programme: it runs, and that is all there is to tell.
            _ => watch.report(Moment::UNKNOWN),
        }
    }))
    .is_err();
    if stop {
        watch.fail();
    }
    let may_stop = matches!(
        kind,
        highs_sys::kHighsCallbackSimplexInterrupt
            | highs_sys::kHighsCallbackIpmInterrupt
            | highs_sys::kHighsCallbackMipInterrupt
    );
    if may_stop && (watch.must_stop() || watch.stands_still()) {
        // SAFETY: HiGHS's own structure, live for this call and used by nobody else meanwhile.
        if let Some(input) = unsafe { input.as_mut() } {
            input.user_interrupt = 1;
        }
    }
}

#[cfg(test)]
mod tests;
