//! What ten thousand keys need that three do not: an order to look at them in, their place on the screen, and how
//! long it will take.

pub mod heights;
pub mod order;
pub mod pace;
