//! The keys that a caller presses, in order and each once.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::future::Either;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, stream};
use msgraph_beta_communications::models::Tone;
use tokio::time::Instant;

use super::operation::{Operation, SHORT};
use super::{Call, CallCore, MissedEvents};
use crate::{CallError, CallEvent, Deadline, EndReason};

/// The time for which a tone waits for those before it, should they come later.
const REORDER: Duration = Duration::from_millis(300);

impl Call {
    /// Has the service report the keys that the caller presses from now on. It is asked once for
    /// each call, however often this is used.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_calling::{Call, CallError};
    /// # use msgraph_beta_communications::models::Tone;
    /// # async fn menu(call: &Call) -> Result<(), CallError> {
    /// let mut tones = call.tones().await?;
    /// if tones.next_within(Duration::from_secs(30)).await? == Tone::Tone0 {
    ///     call.hang_up().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if the service refuses later, [`CallError::TooLate`],
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn tones(&self) -> Result<Tones, CallError> {
        // What comes before the response of the service is not lost.
        let tones = Tones::new(Arc::clone(&self.core));
        let subscribe = || async {
            let operation = Operation::start(&self.core, |call, context| {
                let subscribe = call.subscribe_to_tone();
                subscribe.with_client_context(context).request()
            });
            operation.await?.outcome(SHORT).await.map(drop)
        };
        self.core.check_open()?;
        self.core.tones().get_or_try_init(subscribe).await?;
        Ok(tones)
    }
}

/// The keys that a caller presses, by their sequence numbers, none twice.
///
/// A key whose number leaves a gap waits for a moment for those before it. One that comes even
/// later than that is left out.
pub struct Tones {
    core: Arc<CallCore>,
    events: BoxStream<'static, Result<CallEvent, MissedEvents>>,
    /// The number of the last tone that was given out.
    last: Option<i64>,
    /// Tones that wait for those before them.
    waiting: BTreeMap<i64, Tone>,
    /// Since when the first of them waits.
    since: Option<Instant>,
    /// Tones without a number, in the order of their arrival.
    unnumbered: VecDeque<Tone>,
    end: Option<EndReason>,
}

impl Tones {
    fn new(core: Arc<CallCore>) -> Self {
        // First the events: a tone that comes in between is in both, and is not new.
        let events = core.events().boxed();
        let last = core.peek(|view| view.tones().map(|(number, _)| number).max());
        Self {
            core,
            events,
            last,
            waiting: BTreeMap::new(),
            since: None,
            unnumbered: VecDeque::new(),
            end: None,
        }
    }

    /// The next key, however long it takes. Dropping the future loses no key.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] once the call has ended and all keys were given out, and
    /// [`CallError::Shutdown`].
    pub async fn next(&mut self) -> Result<Tone, CallError> {
        let core = Arc::clone(&self.core);
        let _expecting = core.expect();
        loop {
            if let Some(tone) = self.ready() {
                return Ok(tone);
            }
            if let Some(reason) = &self.end {
                return Err(CallError::Ended(reason.clone()));
            }
            let patience = match self.since {
                Some(since) => Either::Left(tokio::time::sleep_until(since + REORDER)),
                None => Either::Right(std::future::pending()),
            };
            tokio::select! {
                biased;
                event = self.events.next() => self.take(event),
                () = patience => {}
                () = core.left() => return Err(CallError::Shutdown),
            }
        }
    }

    /// The next key, if it is pressed within this time.
    ///
    /// # Errors
    ///
    /// [`CallError::TooLate`] with [`Deadline::Wait`], and those of [`next`](Self::next).
    pub async fn next_within(&mut self, within: Duration) -> Result<Tone, CallError> {
        let next = tokio::time::timeout(within, self.next()).await;
        next.unwrap_or(Err(CallError::TooLate(Deadline::Wait)))
    }

    /// Up to `count` keys: until `terminator` is pressed, which is not among them, or none is
    /// pressed for `pause`.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_calling::{CallError, ToneExt, Tones};
    /// # use msgraph_beta_communications::models::Tone;
    /// # async fn number(tones: &mut Tones) -> Result<String, CallError> {
    /// let pin = tones.collect(6, Some(Tone::Pound), Duration::from_secs(5)).await?;
    /// Ok(pin.iter().filter_map(ToneExt::digit).collect())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] and [`CallError::Shutdown`].
    pub async fn collect(
        &mut self,
        count: usize,
        terminator: Option<Tone>,
        pause: Duration,
    ) -> Result<Vec<Tone>, CallError> {
        let mut tones = Vec::new();
        while tones.len() < count {
            match self.next_within(pause).await {
                Ok(tone) if Some(&tone) == terminator.as_ref() => break,
                Ok(tone) => tones.push(tone),
                Err(CallError::TooLate(_)) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(tones)
    }

    /// The keys as a stream that ends with the call.
    pub fn into_stream(self) -> impl Stream<Item = Tone> + Send + Unpin {
        let next = async |mut tones: Self| Some((tones.next().await.ok()?, tones));
        Box::pin(stream::unfold(self, next))
    }

    /// The next tone, unless one before it may still come.
    fn ready(&mut self) -> Option<Tone> {
        if let Some(tone) = self.unnumbered.pop_front() {
            return Some(tone);
        }
        let (number, _) = self.waiting.first_key_value()?;
        let is_next = match self.last {
            Some(last) => last.checked_add(1) == Some(*number),
            // The service counts from 1.
            None => *number <= 1,
        };
        let is_patient = self.since.is_some_and(|since| since.elapsed() < REORDER);
        if !is_next && is_patient && self.end.is_none() {
            return None;
        }
        let (number, tone) = self.waiting.pop_first()?;
        self.last = Some(number);
        self.since = (!self.waiting.is_empty()).then(Instant::now);
        Some(tone)
    }

    fn take(&mut self, event: Option<Result<CallEvent, MissedEvents>>) {
        match event {
            Some(Ok(CallEvent::Tone { sequence, tone })) => self.insert(sequence, tone),
            Some(Ok(CallEvent::Ended(reason))) => self.end = Some(reason),
            Some(Ok(_)) => {}
            Some(Err(_)) => {
                let missed: Vec<(i64, Tone)> = self.core.peek(|view| {
                    let tones = view.tones();
                    tones.map(|(number, tone)| (number, tone.clone())).collect()
                });
                for (number, tone) in missed {
                    self.insert(Some(number), tone);
                }
            }
            None => self.end = Some(EndReason::Unspecified),
        }
    }

    fn insert(&mut self, sequence: Option<i64>, tone: Tone) {
        let Some(number) = sequence else {
            self.unnumbered.push_back(tone);
            return;
        };
        if self.last.is_some_and(|last| number <= last) {
            return;
        }
        self.waiting.entry(number).or_insert(tone);
        self.since.get_or_insert_with(Instant::now);
    }
}

impl fmt::Debug for Tones {
    /// Keys may be secrets: they are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tones")
            .field("call", self.core.id())
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}
