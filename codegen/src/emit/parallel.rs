//! Work that is shared between threads.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Calls `run` with every job and returns the results in the order of the jobs.
///
/// Each thread takes the next job as soon as it is free. Without a number of threads there are as
/// many as the system can run at once.
pub fn map<Job: Sync, Done: Send>(
    jobs: &[Job],
    threads: Option<NonZeroUsize>,
    run: impl Fn(&Job) -> Done + Sync,
) -> Vec<Done> {
    let threads = threads.or_else(|| thread::available_parallelism().ok());
    let threads = threads.map_or(1, NonZeroUsize::get).min(jobs.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match jobs.get(at) {
                Some(job) => done.push((at, run(job))),
                None => return done,
            }
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..100).collect();
        let squares: Vec<usize> = jobs.iter().map(|job| job * job).collect();
        for threads in [None, NonZeroUsize::new(1), NonZeroUsize::new(7)] {
            assert_eq!(map(&jobs, threads, |job| job * job), squares);
        }
        assert!(map(&[0; 0], None, |job: &usize| *job).is_empty());
    }
}
