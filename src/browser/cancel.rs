//! One switch that stops every request under way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{AbortController, AbortSignal};

/// The switch. Clones are the same switch.
#[derive(Clone, Default)]
pub struct Cancel(Rc<Inner>);

#[derive(Default)]
struct Inner {
    pulled: Cell<bool>,
    under_way: RefCell<Vec<AbortController>>,
}

impl Cancel {
    /// Stops all that is under way, and all that would begin.
    pub fn pull(&self) {
        self.0.pulled.set(true);
        for controller in self.0.under_way.take() {
            controller.abort();
        }
    }

    /// Whether it was pulled.
    pub fn is_pulled(&self) -> bool {
        self.0.pulled.get()
    }

    /// A controller that the switch aborts; none where it was pulled already.
    pub(super) fn controller(&self) -> Option<AbortController> {
        let controller = AbortController::new().ok().filter(|_| !self.is_pulled())?;
        self.0.under_way.borrow_mut().push(controller.clone());
        Some(controller)
    }

    /// The request of this controller has come back.
    pub(super) fn finished(&self, signal: &AbortSignal) {
        self.0.under_way.borrow_mut().retain(|c| c.signal() != *signal);
    }
}
