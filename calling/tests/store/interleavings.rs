//! Instances that claim, hold, renew, release and adopt in random orders: each call has one
//! holder at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use fastrand::Rng;
use futures::future::join_all;
use msgraph_calling::{CallStore, Claim, TenantId};

use crate::claims::incoming;
use crate::setup::{Setup, call, minutes};
use crate::suite::suite;

const INSTANCES: u32 = 4;
const CALLS: u32 = 3;
/// How many minutes a claim is remembered.
const SPAN: u64 = 12;

suite!(
    steps_one_by_one_are_as_the_rules_say,
    steps_at_the_same_time_leave_one_holder,
);

#[derive(Clone, Copy, Debug)]
enum Step {
    Claim,
    Answering,
    Hold,
    Renew,
    Release,
    Adopt,
}

impl Step {
    fn random(random: &mut Rng) -> Self {
        let steps = [
            Self::Claim,
            Self::Answering,
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
            Self::Claim => {
                let (tenant, told) = (TenantId::new("a tenant"), incoming());
                let claim = store.claim(&id, &name, &tenant, &told, lease, minutes(SPAN));
                let claim = claim.await;
                claim.map(|claim| matches!(claim, Claim::Taken(_)))
            }
            Self::Answering => store.answering(&id, &name, lease).await,
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
    /// Until when claims are remembered.
    claims: BTreeMap<u32, u64>,
    held: BTreeMap<u32, Held>,
}

#[derive(Clone, Copy)]
struct Held {
    holder: u32,
    until: u64,
    is_answered: bool,
}

impl Rules {
    fn take(&mut self, step: Step, call: u32, instance: u32, lease: u64) -> bool {
        let until = self.now + lease;
        let held = self.held.get(&call).copied();
        let is_holder = held.is_some_and(|held| held.holder == instance);
        let has_ended = held.is_some_and(|held| held.until <= self.now);
        let is_answered = held.is_some_and(|held| held.is_answered);
        let is_known = self.claims.get(&call).is_some_and(|end| *end > self.now);
        let succeeds = match step {
            Step::Claim if held.is_some() => !is_answered && (is_holder || has_ended),
            Step::Claim => !is_known,
            Step::Hold => held.is_none() || is_holder,
            Step::Renew | Step::Release | Step::Answering => is_holder,
            Step::Adopt => has_ended && is_answered,
        };
        if !succeeds {
            return false;
        }
        if let Step::Claim = step
            && held.is_none()
        {
            self.claims.insert(call, self.now + SPAN);
        }
        let held = Held {
            holder: instance,
            until: match (step, held) {
                (Step::Answering, Some(held)) if held.is_answered => held.until,
                _ => until,
            },
            is_answered: matches!(step, Step::Hold) || is_answered,
        };
        match step {
            Step::Release => self.held.remove(&call),
            _ => self.held.insert(call, held),
        };
        true
    }

    fn expired(&self) -> Vec<u32> {
        let mut ended: Vec<_> = self
            .held
            .iter()
            .filter(|(_, held)| held.until <= self.now)
            .map(|(call, held)| (held.until, *call))
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
    let (mut adoptions, mut claims) = (0, 0);
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
        let claimed = |steps: &&Vec<(Step, bool)>| {
            let mut steps = steps.iter();
            steps.any(|(step, done)| *done && matches!(step, Step::Claim))
        };
        let claimants = taken.iter().filter(claimed).count();
        assert!(claimants <= 1, "round {round}: {taken:?}");
        claims += claimants;
        adoptions += adopted;
        // Between two holders there is a release or an adoption.
        let after = holder(&stores, number).await;
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            let released = count(|step| matches!(step, Step::Release));
            assert!(
                released + adopted + claimants > 0,
                "round {round}: {taken:?}"
            );
        }
    }
    assert!(adoptions > 3, "{adoptions} adoptions");
    assert!(claims > 3, "{claims} claims");
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
