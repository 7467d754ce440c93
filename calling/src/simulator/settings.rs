//! How the simulated service behaves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::faults::{Faults, GraphFault};

/// How ids of calls are spelled in notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdSpelling {
    /// `57dab8b1-894c-409a-b240-bd8beae78896`.
    #[default]
    Hyphens,
    /// `57DAB8B1894C409AB240BD8BEAE78896`.
    Compact,
    /// Both in turn, as in the documentation.
    Mixed,
}

/// What becomes of a call that the bot places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outbound {
    /// The callee answers at once.
    #[default]
    Answered,
    /// The callee's side rings until the script does something.
    Rings,
    /// The call ends with this code and subcode, such as 480 and 10037 for a callee who cannot be
    /// reached.
    Refused(i32, i32),
}

impl Outbound {
    /// The callee cannot be reached: 480/10037.
    pub const UNREACHABLE: Self = Self::Refused(480, 10037);
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub answer: Duration,
    pub answer_recording: Duration,
    pub keep_alive: Duration,
    /// How long the simulator waits for the bot in `expect_…` methods.
    pub patience: Duration,
    /// How long a bot has to respond to a delivery.
    pub response: Duration,
    /// How long prompts and recordings last, unless a script ends them.
    pub operations: Option<Duration>,
    /// Whether a script establishes calls.
    pub by_hand: bool,
    pub spelling: IdSpelling,
    pub roster_numbers: bool,
    pub outbound: Outbound,
    /// By the id or number of the callee.
    pub outbound_to: BTreeMap<String, Outbound>,
    pub faults: Faults,
    pub graph_faults: Vec<GraphFault>,
    pub latency: Duration,
    pub response_delay: Duration,
    /// Whether the OpenID metadata cannot be had.
    pub open_id_fails: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(15),
            answer_recording: Duration::from_secs(5),
            keep_alive: Duration::from_secs(45 * 60),
            patience: Duration::from_secs(10),
            response: Duration::from_secs(10),
            operations: Some(Duration::ZERO),
            by_hand: false,
            spelling: IdSpelling::default(),
            roster_numbers: true,
            outbound: Outbound::default(),
            outbound_to: BTreeMap::new(),
            faults: Faults::default(),
            graph_faults: Vec::new(),
            latency: Duration::ZERO,
            response_delay: Duration::ZERO,
            open_id_fails: false,
        }
    }
}
