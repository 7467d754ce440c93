//! Many calls at the same time.

use futures::future::join_all;

use super::record::BotAnswer;
use super::{Caller, SimulatedCall, TeamsSimulator};

/// What the bot did with many calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadSummary {
    /// Calls that it answered.
    pub answered: usize,
    /// Calls that it rejected.
    pub rejected: usize,
    /// Calls that it redirected.
    pub redirected: usize,
    /// Calls that it did not take in time.
    pub missed: usize,
}

impl TeamsSimulator {
    /// Places this number of calls at the same time, and runs the script for each that is
    /// answered.
    ///
    /// ```no_run
    /// # use msgraph_calling::simulator::{Caller, TeamsSimulator};
    /// # async fn load(teams: TeamsSimulator) {
    /// let caller = |number| Caller::phone(&format!("+1555{number:07}"));
    /// let summary = teams
    ///     .many(1_000, caller, |call| async move {
    ///         call.expect_tones().await;
    ///         (0..50).for_each(|_| call.press('1'));
    ///         call.hang_up();
    ///     })
    ///     .await;
    /// assert_eq!(summary.answered, 1_000);
    /// # }
    /// ```
    pub async fn many<F>(
        &self,
        count: usize,
        caller: impl Fn(usize) -> Caller,
        script: impl Fn(SimulatedCall) -> F,
    ) -> LoadSummary
    where
        F: Future<Output = ()>,
    {
        let calls = (0..count).map(|number| {
            let call = self.ring(caller(number));
            let script = &script;
            async move {
                let answer = call.answer().await;
                if answer == BotAnswer::Answered {
                    script(call).await;
                }
                answer
            }
        });
        let mut summary = LoadSummary::default();
        for answer in join_all(calls).await {
            match answer {
                BotAnswer::Answered => summary.answered += 1,
                BotAnswer::Rejected(_) => summary.rejected += 1,
                BotAnswer::Redirected(_) => summary.redirected += 1,
                BotAnswer::Missed => summary.missed += 1,
            }
        }
        summary
    }
}
