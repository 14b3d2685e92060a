//! A matching run (万所联万会): which chambers of a region and which law firms could pair up, how well they fit, who is proposed to
//! whom by a policy, and why. Pure: the facts are gathered by `workflow/gather_matching.rs`, the optimum is found by `solver`.

pub mod compare;
pub mod explain;
pub mod facts;
pub mod filter;
pub mod history;
pub mod market;
pub mod outcome;
pub mod request;
pub mod run;
pub mod score;
pub mod seal;
pub mod weights;
pub mod why_not;

#[cfg(test)]
mod tests;
