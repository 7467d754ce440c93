//! A store whose clock a test sets, in memory or in a Redis that the test starts.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use msgraph_calling::store::RedisStoreBuilder;
use msgraph_calling::{CallId, CallStore, MemoryStore, RedisStore};

/// When the tests begin, in milliseconds since 1970.
const BEGIN: u64 = 1_790_000_000_000;

/// A clock that several stores share.
#[derive(Clone)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicU64::new(BEGIN)))
    }

    pub fn wait(&self, time: Duration) {
        let time = time.as_millis().try_into().unwrap();
        self.0.fetch_add(time, Ordering::SeqCst);
    }

    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// One store, as several instances see it.
pub struct Setup {
    pub clock: Clock,
    memory: Option<Arc<MemoryStore>>,
    server: Option<Server>,
}

impl Setup {
    pub fn memory() -> Self {
        let clock = Clock::new();
        let shared = clock.clone();
        let store = MemoryStore::new().clock(move || shared.now());
        Self {
            clock,
            memory: Some(Arc::new(store)),
            server: None,
        }
    }

    /// `None` if Redis is not installed, and services are not required.
    pub fn redis() -> Option<Self> {
        Some(Self {
            clock: Clock::new(),
            memory: None,
            server: Some(Server::start()?),
        })
    }

    /// The store of one more instance, with a connection of its own.
    pub async fn instance(&self) -> Arc<dyn CallStore> {
        if let Some(memory) = &self.memory {
            return memory.clone();
        }
        let server = self.server.as_ref().unwrap();
        let clock = self.clock.clone();
        let builder = server.builder().clock(move || clock.now());
        Arc::new(builder.connect().await.unwrap())
    }
}

/// A Redis on a free port of loopback, which keeps nothing. Stops when it is dropped.
pub struct Server {
    pub port: u16,
    child: Child,
    folder: PathBuf,
}

impl Server {
    pub fn start() -> Option<Self> {
        // Another process may take a port between its choice and its use.
        for _ in 0..10 {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let port = listener.local_addr().unwrap().port();
            drop(listener);
            match Self::on(port) {
                Started::Running(server) => return Some(server),
                Started::Ended => {}
                Started::Missing => return None,
            }
        }
        panic!("Redis does not start on any of ten ports");
    }

    /// Starts on this port.
    pub fn on(port: u16) -> Started {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("msgraph-calling-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no", "--dir"])
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            let _ = std::fs::remove_dir_all(&folder);
            let required = std::env::var_os("REQUIRE_SERVICES").is_some_and(|set| set == "1");
            assert!(!required, "redis-server is not installed, and is required");
            eprintln!("skipped: redis-server is not installed");
            return Started::Missing;
        };
        let mut server = Self {
            port,
            child,
            folder,
        };
        loop {
            if server.child.try_wait().unwrap().is_some() {
                return Started::Ended;
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Started::Running(server);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub fn builder(&self) -> RedisStoreBuilder {
        // A machine that is busy is no fault of the store.
        RedisStore::builder(self.url()).timeout(Duration::from_secs(30))
    }
}

pub enum Started {
    Running(Server),
    /// The port is taken.
    Ended,
    Missing,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A call by its number.
pub fn call(number: u32) -> CallId {
    CallId::new(&format!("57dab8b1-894c-409a-b240-{number:012x}")).unwrap()
}

pub fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}
