-- Asks for a permit, or for a place in the queue of those who wait for one. All times are microseconds of the server's
-- clock. What is kept:
--   KEYS[1] list: when the newest permits were or will be used, oldest first; as many as the limit of a second
--   KEYS[2] sorted set: tickets of payments that wait, by number
--   KEYS[3] sorted set: tickets of everything else that waits, by number
--   KEYS[4] sorted set: all tickets, by when their owner must have asked again
--   KEYS[5] hash: number of the newest ticket, permits of payments since the last other one, end of a pause, when the
--           server began, when somebody asked last and when first after a silence, and for the day the permits of each
--           minute, their sum and the oldest minute counted
-- Returns {1, wait} for a permit that may be used after the wait; {2, wait} for a ticket whose owner is to ask again
-- after the wait; {3, wait} where the permit would come after that, which is later than the owner's patience.
local permits, payments, others, due, state = unpack(KEYS)
local ticket, payment = ARGV[1], ARGV[2] == '1' -- no ticket: only find out whether the server works
local limit, window, perDay = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local ahead = tonumber(ARGV[6])    -- how long before its use a permit is given out
local patience = tonumber(ARGV[7]) -- negative: any
local path = tonumber(ARGV[8])     -- within which after its time the permit may be used
local known = ARGV[9] == '1'       -- the server has run this script before
-- What a process says that has found the server again: for how long it was without, the rest of a pause that it knows of,
-- how many permits of its share it has used, and of the newest ones how long ago.
local away, pause, used = tonumber(ARGV[10] or 0), tonumber(ARGV[11] or 0), tonumber(ARGV[12] or 0)
local USED = 13
local GRANTED, QUEUED, REFUSED = 1, 2, 3
local SECOND, MINUTE, DAY, KEEP = 1e6, 60e6, 1440, 25 * 3600
local RUN = 4 -- permits of payments in a row while others wait

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * SECOND + tonumber(clock[2])
local minute = math.floor(now / MINUTE)

local function text(number) return string.format('%.0f', number) end
local function recall(field) return tonumber(redis.call('HGET', state, field) or 0) end

-- When the clock was put back, no time that is kept means anything. The day's permits count as if used now.
if recall('asked') > now + SECOND then
    local spent = text(recall('spent'))
    redis.call('DEL', unpack(KEYS))
    redis.call('HSET', state, 'spent', spent, 'oldest', text(minute), text(minute), spent)
end
local asked = recall('asked')
if asked > 0 and now - asked > window + ahead then redis.call('HSET', state, 'resumed', text(now)) end
redis.call('HSET', state, 'asked', text(now))
if pause > 0 and now + pause > recall('paused') then redis.call('HSET', state, 'paused', text(now + pause)) end

-- A server that remembers nothing, or was restarted with what it had some time ago, or whose clock was put back, may have
-- given out permits until just now that are used as far ahead as is allowed. It begins after their window, one permit at a
-- time. What it gives out later is later than that, so that nothing is forgotten where it has begun within a window. So
-- does one that all processes were without, for so long that they may have used their shares: nobody has asked for a while.
local function begin()
    redis.call('DEL', permits)
    for i = 0, limit - 1 do redis.call('RPUSH', permits, text(now + ahead + i * window / limit)) end
    redis.call('HSET', state, 'begun', text(now))
end

if limit > 0 then
    local newest = redis.call('LINDEX', permits, -1)
    local begun, resumed = recall('begun'), recall('resumed')
    local old = not known and (begun > now or begun <= now - window)
    local all = away > 0 and resumed > now - away and resumed > begun
    if not newest or tonumber(newest) > now + ahead + window or old or all then begin() end
    redis.call('LTRIM', permits, -limit, -1) -- the limit may have changed
    for _ = redis.call('LLEN', permits) + 1, limit do redis.call('LPUSH', permits, redis.call('LINDEX', permits, 0)) end
end
if limit > 0 and ARGV[USED] then
    local times = {}
    for _, at in ipairs(redis.call('LRANGE', permits, 0, -1)) do times[#times + 1] = tonumber(at) end
    for i = USED, #ARGV do times[#times + 1] = now - tonumber(ARGV[i]) end
    table.sort(times)
    redis.call('DEL', permits)
    for i = #times - limit + 1, #times do redis.call('RPUSH', permits, text(times[i])) end
end

local function forget(name)
    redis.call('ZREM', payments, name)
    redis.call('ZREM', others, name)
    redis.call('ZREM', due, name)
end
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', text(now), 'LIMIT', 0, 100)) do forget(dead) end

local spent, oldest = recall('spent'), recall('oldest')
if perDay > 0 then
    if oldest == 0 or oldest > minute then oldest = minute end
    while oldest < minute - DAY do -- a minute is let go when it is a whole day old
        spent = spent - recall(text(oldest))
        redis.call('HDEL', state, text(oldest))
        oldest = oldest + 1
    end
    if used > 0 then
        redis.call('HINCRBY', state, text(minute), used)
        spent = spent + used
    end
    redis.call('HSET', state, 'spent', text(spent), 'oldest', text(oldest))
end

-- When the permit can be used that has a number of others before it. None comes before one that was given out earlier,
-- and while permits are short, those that are no payments are spread out: a payment would wait long behind a burst of
-- them.
local function moment(before)
    local at = math.max(now, recall('paused'))
    if limit > 0 then
        local free = tonumber(redis.call('LINDEX', permits, 0)) + window
        local newest = tonumber(redis.call('LINDEX', permits, -1)) - path
        local last = tonumber(redis.call('LINDEX', permits, before % limit)) + window
        at = math.max(at, newest, last + math.floor(before / limit) * window)
        if math.max(free, newest) > now and not payment then
            at = math.max(at, math.max(free, newest + window / limit) + before * window / limit)
        end
    end
    if perDay > 0 then -- the oldest minutes make room first; who has a whole day's permits before it waits a day more
        local missing, m = spent + before % perDay + 1 - perDay, oldest
        while missing > 0 and m <= minute + 1 do
            missing = missing - recall(text(m))
            m = m + 1
        end
        if m > oldest then at = math.max(at, (m + DAY) * MINUTE) end
        at = at + math.floor(before / perDay) * (DAY + 1) * MINUTE
    end
    return at
end

local function answer(kind, wait)
    for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, KEEP) end
    return {kind, math.ceil(wait)}
end
if ticket == '' then return answer(QUEUED, 0) end

-- Payments come first, but after RUN of them in a row one of the others does.
local queue = payment and payments or others
if not redis.call('ZSCORE', queue, ticket) then
    redis.call('ZADD', queue, redis.call('HINCRBY', state, 'tickets', 1), ticket)
end
local rank, run = redis.call('ZRANK', queue, ticket), recall('run')
local before
if payment then
    before = rank + math.min(redis.call('ZCARD', others), math.floor((run + rank) / RUN))
else
    before = rank + math.min(redis.call('ZCARD', payments), RUN * (rank + 1) - run)
end

-- A permit that nobody has taken for a second is for whoever asks: those before, who ought to have asked by now, are
-- gone.
local free = limit > 0 and tonumber(redis.call('LINDEX', permits, 0)) + window or 0
if free <= now - SECOND and moment(0) <= now then before = 0 end
local at = moment(before)
if patience >= 0 and at - now >= patience then
    forget(ticket)
    return answer(REFUSED, at - now)
end
if at > now + ahead then
    local again = at - ahead - now
    -- Others may leave before. However long it takes, the limit may be raised, or what was used be forgotten.
    again = math.min(again, MINUTE, math.max(SECOND, math.min(again / 2, 5 * SECOND), again / 8))
    again = math.max(SECOND / 100, again)
    redis.call('ZADD', due, text(now + again + SECOND), ticket)
    return answer(QUEUED, again)
end

at = moment(0) -- those before may be late: they take the next ones
forget(ticket)
if limit > 0 then
    redis.call('LPOP', permits)
    redis.call('RPUSH', permits, text(at + path))
end
if perDay > 0 then
    redis.call('HINCRBY', state, text(math.floor(at / MINUTE)), 1)
    redis.call('HINCRBY', state, 'spent', 1)
end
redis.call('HSET', state, 'run', payment and math.min(RUN, run + 1) or 0)
return answer(GRANTED, at - now)
