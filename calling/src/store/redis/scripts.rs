//! The scripts of the store in Redis, each of which runs as a whole.

use redis::Script;

/// Begins every script: `now` is the time in milliseconds, that of the server unless a test sets
/// another one.
const NOW: &str = "
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function text(number) return string.format('%.0f', number) end
local function is_marked(key)
  local ends = tonumber(redis.call('HGET', key, 'until') or '')
  return ends and ends > now
end
local function mark(key, span)
  redis.call('HSET', key, 'until', text(now + span))
  redis.call('PEXPIRE', key, text(span))
end
local function unanswered(notification, scenario, by, answering)
  return {notification, scenario, text(math.max(by - now, 0)), answering}
end
";

/// `KEYS`: the mark. `ARGV`: now, span.
const MARK: &str = "
if is_marked(KEYS[1]) then return 0 end
mark(KEYS[1], tonumber(ARGV[2]))
return 1
";

/// Begins the scripts for one call. `KEYS`: the call, all leases, the mark of its claim. `ARGV`:
/// now, how long a call is kept after its lease, name of the call, instance.
///
/// A call is a hash, and its name is in a set that is sorted by the ends of the leases. It has a
/// notification as long as nobody has answered it.
const CALL: &str = "
local keep = tonumber(ARGV[2])
local name, instance = ARGV[3], ARGV[4]
local found = redis.call('HMGET', KEYS[1], 'instance', 'until', 'tenant', 'call', 'notification')
local holder, ends, tenant, spelling = found[1], tonumber(found[2] or ''), found[3], found[4]
local notification = found[5]
if ends and ends + keep <= now then
  redis.call('DEL', KEYS[1])
  holder, ends, notification = false, nil, false
end
local function begin(lease)
  ends = now + lease
  redis.call('HSET', KEYS[1], 'instance', instance, 'until', text(ends))
  redis.call('PEXPIRE', KEYS[1], text(lease + keep))
  redis.call('ZADD', KEYS[2], text(ends), name)
end
";

/// `ARGV` goes on: lease, tenant, spelling of the call, span of the mark, notification, scenario,
/// milliseconds to answer, whether the instance is about to.
const CLAIM: &str = "
if notification then
  if holder ~= instance and ends > now then return {'pending'} end
elseif holder or is_marked(KEYS[3]) then
  return {'decided'}
else
  mark(KEYS[3], tonumber(ARGV[8]))
  redis.call('HSET', KEYS[1], 'tenant', ARGV[6], 'call', ARGV[7], 'notification', ARGV[9],
    'scenario', ARGV[10], 'answer_by', text(now + ARGV[11]), 'answering', ARGV[12])
end
begin(tonumber(ARGV[5]))
local told = redis.call('HMGET', KEYS[1], 'notification', 'scenario', 'answer_by', 'answering')
return unanswered(told[1], told[2], tonumber(told[3]), told[4])
";

/// `ARGV` goes on: lease.
const ANSWERING: &str = "
if holder ~= instance then return 0 end
if notification then
  begin(tonumber(ARGV[5]))
  redis.call('HSET', KEYS[1], 'answering', '1')
end
return 1
";

/// `ARGV` goes on: lease, tenant, spelling of the call.
const HOLD: &str = "
if holder and holder ~= instance then return 0 end
begin(tonumber(ARGV[5]))
redis.call('HSET', KEYS[1], 'tenant', ARGV[6])
redis.call('HSETNX', KEYS[1], 'call', ARGV[7])
redis.call('HDEL', KEYS[1], 'notification', 'scenario', 'answer_by', 'answering')
return 1
";

/// `ARGV` goes on: lease.
const RENEW: &str = "
if holder ~= instance then return 0 end
begin(tonumber(ARGV[5]))
return 1
";

const RELEASE: &str = "
if holder ~= instance then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], name)
return 1
";

/// `ARGV` goes on: lease.
const ADOPT: &str = "
if not holder or notification or ends > now then return {} end
begin(tonumber(ARGV[5]))
return {spelling, tenant, instance, text(ends)}
";

/// `KEYS`: all leases. `ARGV`: now, how long a call is kept after its lease, the most calls, what
/// the keys of calls begin with. These keys are made here, and lie in the slot of `KEYS[1]`.
const EXPIRED: &str = "
local keep = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - keep))
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', text(now), 'LIMIT', 0, ARGV[3])
local calls = {}
for _, name in ipairs(names) do
  local found = redis.call('HMGET', ARGV[4] .. name, 'call', 'tenant', 'instance', 'until',
    'notification', 'scenario', 'answer_by', 'answering')
  if found[1] then
    local call = {found[1], found[2], found[3], found[4]}
    if found[5] then
      for _, field in ipairs(unanswered(found[5], found[6], tonumber(found[7]), found[8])) do
        call[#call + 1] = field
      end
    end
    calls[#calls + 1] = call
  else
    redis.call('ZREM', KEYS[1], name)
  end
end
return calls
";

/// All scripts, each with what it begins with.
pub(super) struct Scripts {
    pub mark: Script,
    pub claim: Script,
    pub answering: Script,
    pub hold: Script,
    pub renew: Script,
    pub release: Script,
    pub expired: Script,
    pub adopt: Script,
}

impl Scripts {
    pub fn new() -> Self {
        let call = |script: &str| Script::new(&[NOW, CALL, script].concat());
        Self {
            mark: Script::new(&[NOW, MARK].concat()),
            claim: call(CLAIM),
            answering: call(ANSWERING),
            hold: call(HOLD),
            renew: call(RENEW),
            release: call(RELEASE),
            expired: Script::new(&[NOW, EXPIRED].concat()),
            adopt: call(ADOPT),
        }
    }
}
