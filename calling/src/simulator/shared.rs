//! What the simulator, its calls and its server share.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::Caller;
use super::deliver::{self, Destination};
use super::guid::Guid;
use super::log::Log;
use super::record::{CallRecord, NewCall};
use super::settings::Settings;
use super::tokens::Keyring;

pub(super) struct Shared {
    pub app_id: String,
    pub seed: u64,
    base: String,
    pub world: Mutex<World>,
    pub log: Mutex<Log>,
    pub keys: Mutex<Keyring>,
    /// The time when the simulator ends.
    pub stop: watch::Receiver<bool>,
    pub changed: watch::Sender<u64>,
    pub runtime: Handle,
}

/// The state of the service.
#[derive(Default)]
pub(super) struct World {
    pub calls: BTreeMap<Guid, CallRecord>,
    /// Calls that the bot placed and no script has taken yet.
    pub placed: Vec<Guid>,
    pub made: u64,
    pub settings: Settings,
    pub destination: Destination,
}

impl Shared {
    pub fn new(app_id: String, seed: u64, base: String, stop: watch::Receiver<bool>) -> Self {
        Self {
            keys: Mutex::new(Keyring::new(app_id.clone())),
            app_id,
            seed,
            base,
            world: Mutex::default(),
            log: Mutex::default(),
            stop,
            changed: watch::Sender::new(0),
            runtime: Handle::current(),
        }
    }

    /// The root of all addresses, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    pub fn keys(&self) -> MutexGuard<'_, Keyring> {
        lock(&self.keys)
    }

    pub fn line(&self, call: Option<u64>, what: fmt::Arguments<'_>) {
        self.log().line(call, what);
    }

    pub fn patience(&self) -> Duration {
        self.world().settings.patience
    }

    /// Does something with a call, and tells those who wait.
    pub fn with_call<R>(&self, id: Guid, act: impl FnOnce(&mut CallRecord) -> R) -> Option<R> {
        self.look_at_call(id, |call| {
            let result = act(call);
            call.changed.send_modify(|changes| *changes += 1);
            result
        })
    }

    /// Looks at a call; nobody is told.
    pub fn look_at_call<R>(&self, id: Guid, look: impl FnOnce(&mut CallRecord) -> R) -> Option<R> {
        self.world().calls.get_mut(&id).map(look)
    }

    /// Ends the call that a consultative transfer replaced.
    pub fn end_replaced(&self, id: Guid) {
        self.with_call(id, |call| {
            if !call.is_ended() {
                call.end_with(200, 7015, "The call was replaced by a transfer.");
            }
        });
    }

    /// The bot, as somebody who is called.
    pub fn bot(&self) -> Caller {
        Caller::application(&self.app_id).named("Simulated bot")
    }

    /// Makes a call that comes in.
    pub fn make_incoming(self: &Arc<Self>, caller: &Caller, tenant: &str) -> Guid {
        let targets = json!([{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "identity": self.bot().identity_set(),
            "endpointType": "default",
            "languageId": "en-US",
        }]);
        let peer = caller.clone();
        let is_group = caller.is_group();
        self.make(
            tenant,
            peer,
            caller.info(),
            targets,
            true,
            is_group,
            |call, settings| {
                let within = match call.is_recorded {
                    true => settings.answer_recording,
                    false => settings.answer,
                };
                let people = [caller].into_iter().chain(caller.others());
                for person in people.filter(|_| is_group) {
                    let id = call.new_id();
                    call.roster.add(id, person.clone());
                }
                call.announce(within);
            },
        )
    }

    /// Makes a call and the tasks that belong to it.
    #[expect(
        clippy::too_many_arguments,
        reason = "what differs between the two directions"
    )]
    pub fn make(
        self: &Arc<Self>,
        tenant: &str,
        peer: Caller,
        source: Value,
        targets: Value,
        is_incoming: bool,
        is_group: bool,
        start: impl FnOnce(&mut CallRecord, &Settings),
    ) -> Guid {
        let (queue, messages) = mpsc::unbounded_channel();
        let mut world = self.world();
        world.made += 1;
        let number = world.made;
        let id = Guid::nth(self.seed, number);
        let new = NewCall {
            number,
            id,
            seed: self.seed,
            tenant: tenant.to_owned(),
            peer,
            source,
            targets,
            is_incoming,
            is_group,
            queue,
            base: self.base.clone(),
        };
        let mut call = CallRecord::new(new, &world.settings);
        let changed = call.changed.subscribe();
        start(&mut call, &world.settings);
        world.calls.insert(id, call);
        drop(world);
        let deliveries = deliver::run(self.clone(), id, number, messages);
        self.runtime.spawn(until(self.stop.clone(), deliveries));
        let timers = run_timers(self.clone(), id, changed);
        self.runtime.spawn(until(self.stop.clone(), timers));
        self.changed.send_modify(|changes| *changes += 1);
        id
    }

    /// Fails the test, and says what happened before.
    #[track_caller]
    pub fn fail(&self, what: &str) -> ! {
        const SHOWN: usize = 30;
        let log = self.log();
        let from = log.lines.len().saturating_sub(SHOWN);
        let last = log.lines[from..].join("\n  ");
        drop(log);
        super::fail(&format!("{what}; what happened:\n  {last}"))
    }
}

/// Runs a task until the simulator ends.
async fn until(mut stop: watch::Receiver<bool>, task: impl Future<Output = ()>) {
    tokio::select! {
        biased;
        // An error says that the simulator is gone, too.
        _ = stop.wait_for(|stopped| *stopped) => {}
        () = task => {}
    }
}

/// Does what happens to a call by itself, until it has ended.
async fn run_timers(shared: Arc<Shared>, id: Guid, mut changed: watch::Receiver<u64>) {
    loop {
        let _ = changed.borrow_and_update();
        let now = Instant::now();
        let looked = shared.look_at_call(id, |call| {
            let next = call.next_timer().filter(|_| !call.is_ended());
            (next, call.is_ended(), call.number)
        });
        let Some((next, false, number)) = looked else {
            return;
        };
        if next.is_some_and(|next| next <= now) {
            let what = shared.with_call(id, |call| call.run_timers(now));
            if let Some(Some(what)) = what {
                shared.line(Some(number), format_args!("{what}"));
            }
            continue;
        }
        let timer = async {
            match next {
                Some(next) => tokio::time::sleep_until(next).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = timer => {}
            changed = changed.changed() => if changed.is_err() { return },
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
