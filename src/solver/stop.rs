//! Asking a solve to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that stops solves with the best plan so far. Copies are one flag: whoever holds one may
/// ask, and all see it.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    flag: Arc<AtomicBool>,
    above: Option<Arc<Stop>>,
}

impl Stop {
    /// Asks; whether it had been asked for before.
    #[expect(clippy::must_use_candidate, reason = "most who ask do not mind")]
    pub fn ask(&self) -> bool {
        self.flag.swap(true, Ordering::SeqCst)
    }

    /// Whether this flag, or one that it lies below, has been asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.flag.load(Ordering::Relaxed) || self.above.as_ref().is_some_and(|stop| stop.is_asked())
    }

    /// A flag for a part of the work: it can be stopped alone, and stops with the whole.
    #[must_use]
    pub fn for_a_part(&self) -> Self {
        Self {
            flag: Arc::default(),
            above: Some(Arc::new(self.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stops_alone_or_with_the_whole() {
        let whole = Stop::default();
        let (one, other) = (whole.for_a_part(), whole.for_a_part());
        assert!(!one.ask());
        assert!(one.is_asked() && !whole.is_asked() && !other.is_asked());
        assert!(!whole.clone().ask());
        assert!(whole.is_asked() && other.is_asked() && whole.ask());
    }
}
