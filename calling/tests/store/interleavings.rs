//! Instances that claim, hold, renew, release and adopt in random orders: each call has one
//! holder at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use fastrand::Rng;
use futures::future::join_all;
use msgraph_calling::{CallStore, TenantId};

use crate::setup::{Setup, call, minutes};
use crate::suite::suite;

const INSTANCES: u32 = 4;
const CALLS: u32 = 3;

suite!(
    steps_one_by_one_are_as_the_rules_say,
    steps_at_the_same_time_leave_one_holder,
);

#[derive(Clone, Copy, Debug)]
enum Step {
    Claim,
    Hold,
    Renew,
    Release,
    Adopt,
}

impl Step {
    fn random(random: &mut Rng) -> Self {
        let steps = [
            Self::Claim,
            Self::Hold,
            Self::Renew,
            Self::Release,
            Self::Adopt,
        ];
        steps[random.usize(..steps.len())]
    }

    /// Takes the step with a lease of some minutes, and says whether it succeeded.
    async fn take(self, store: &dyn CallStore, number: u32, instance: u32, lease: u64) -> bool {
        let (id, name, lease) = (call(number), instance.to_string(), minutes(lease));
        let result = match self {
            Self::Claim => store.claim(&id, &name, lease).await,
            Self::Hold => {
                let tenant = TenantId::new("a tenant");
                store.hold(&id, &name, &tenant, lease).await
            }
            Self::Renew => store.renew(&id, &name, lease).await,
            Self::Release => store.release(&id, &name).await,
            Self::Adopt => {
                let adopted = store.adopt(&id, &name, lease).await;
                adopted.map(|adopted| adopted.is_some())
            }
        };
        result.unwrap()
    }
}

/// The rules, for steps that come one by one. Times are in minutes.
#[derive(Default)]
struct Rules {
    now: u64,
    claims: BTreeMap<u32, u64>,
    /// The holder of each call, and the end of its lease.
    held: BTreeMap<u32, (u32, u64)>,
}

impl Rules {
    fn take(&mut self, step: Step, call: u32, instance: u32, lease: u64) -> bool {
        let end = self.now + lease;
        let held = self.held.get(&call).copied();
        let is_holder = held.is_some_and(|(holder, _)| holder == instance);
        let succeeds = match step {
            Step::Claim => self.claims.get(&call).is_none_or(|end| *end <= self.now),
            Step::Hold => held.is_none() || is_holder,
            Step::Renew | Step::Release => is_holder,
            Step::Adopt => held.is_some_and(|(_, end)| end <= self.now),
        };
        match step {
            _ if !succeeds => {}
            Step::Claim => {
                self.claims.insert(call, end);
            }
            Step::Release => {
                self.held.remove(&call);
            }
            Step::Hold | Step::Renew | Step::Adopt => {
                self.held.insert(call, (instance, end));
            }
        }
        succeeds
    }

    fn expired(&self) -> Vec<u32> {
        let mut ended: Vec<_> = self
            .held
            .iter()
            .filter(|(_, (_, end))| *end <= self.now)
            .map(|(call, (_, end))| (*end, *call))
            .collect();
        ended.sort_unstable();
        ended.into_iter().map(|(_, call)| call).collect()
    }
}

async fn steps_one_by_one_are_as_the_rules_say(setup: Setup) {
    let stores = join_all((0..INSTANCES).map(|_| setup.instance())).await;
    let mut random = Rng::with_seed(20);
    let mut rules = Rules::default();
    let mut successes = 0;
    for number in 0..3000 {
        if random.u32(..4) == 0 {
            let time = random.u64(..4);
            rules.now += time;
            setup.clock.wait(minutes(time));
        }
        let (call_number, instance) = (random.u32(..CALLS), random.u32(..INSTANCES));
        let (step, lease) = (Step::random(&mut random), random.u64(1..8));
        let store = &stores[usize::try_from(instance).unwrap()];
        let expected = rules.take(step, call_number, instance, lease);
        let taken = step.take(&**store, call_number, instance, lease).await;
        assert_eq!(taken, expected, "step {number}: {step:?} of {instance}");
        successes += u32::from(taken);
        if number % 10 == 0 {
            let expired = store.expired().await.unwrap();
            let expired: Vec<_> = expired.into_iter().map(|held| held.call).collect();
            let expected: Vec<_> = rules.expired().into_iter().map(call).collect();
            assert_eq!(expired, expected, "step {number}");
        }
    }
    // Otherwise the steps would prove little.
    assert!((500..2500).contains(&successes), "{successes} successes");
}

async fn steps_at_the_same_time_leave_one_holder(setup: Setup) {
    let stores = join_all((0..INSTANCES).map(|_| setup.instance())).await;
    let mut random = Rng::with_seed(21);
    let mut adoptions = 0;
    for round in 0..60 {
        let number = round % CALLS;
        let before = holder(&stores, number).await;
        if random.bool() {
            setup.clock.wait(minutes(2));
        }
        let instances = stores.iter().cloned().zip(0..).map(|(store, instance)| {
            let steps: Vec<_> = (0..6).map(|_| Step::random(&mut random)).collect();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for step in steps {
                    let succeeded = step.take(&*store, number, instance, 1).await;
                    taken.push((step, succeeded));
                    tokio::task::yield_now().await;
                }
                taken
            })
        });
        let taken: Vec<_> = join_all(instances)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let count = |wanted: fn(&Step) -> bool| {
            let steps = taken.iter().flatten();
            steps.filter(|(step, done)| *done && wanted(step)).count()
        };
        // Leases do not end within a round, so a call has one adoption at most for each time
        // that it began without a lease.
        let adopted = count(|step| matches!(step, Step::Adopt));
        assert!(adopted <= 1, "round {round}: {taken:?}");
        assert!(count(|step| matches!(step, Step::Claim)) <= 1, "{taken:?}");
        adoptions += adopted;
        // Between two holders there is a release or an adoption.
        let after = holder(&stores, number).await;
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            let released = count(|step| matches!(step, Step::Release));
            assert!(released + adopted > 0, "round {round}: {taken:?}");
        }
    }
    assert!(adoptions > 5, "{adoptions} adoptions");
}

/// The instance that has the call; fails if several have it.
async fn holder(stores: &[Arc<dyn CallStore>], number: u32) -> Option<u32> {
    let renewals = stores.iter().zip(0..).map(|(store, instance)| async move {
        Step::Renew
            .take(&**store, number, instance, 0)
            .await
            .then_some(instance)
    });
    let holders: Vec<_> = join_all(renewals).await.into_iter().flatten().collect();
    assert!(holders.len() <= 1, "call {number} is held by {holders:?}");
    holders.first().copied()
}
