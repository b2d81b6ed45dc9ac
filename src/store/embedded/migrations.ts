/**
 * How the database came to look as it does, oldest first; its version is how many of them it has seen.
 * One that was released is never changed: add another.
 */
export const migrations: readonly string[] = [
  `
  create table repository (
    id integer primary key,
    body text not null
  ) strict;

  create table policy (
    repository_id integer primary key,
    body text not null
  ) strict;

  create table delivery (
    guid text primary key,
    name text not null,
    received_at integer not null
  ) strict, without rowid;
  create index delivery_by_age on delivery (received_at);

  -- The inbox. "source" holds what may wait only once: a timer together with the moment it was set to.
  -- "thread" is the issue or pull request that the event is about.
  create table event (
    id integer primary key autoincrement,
    lane integer not null,
    thread integer,
    source text unique,
    body text not null,
    not_before integer not null default 0,
    failures integer not null default 0,
    last_error text,
    buried integer not null default 0
  ) strict;
  create index event_of_lane on event (lane, id) where buried = 0;
  create index event_put_off on event (not_before) where buried = 0 and not_before > 0;

  -- "state" is the incident without its timeline, which is in "entry". The columns beside it are taken from the state.
  create table incident (
    id text primary key,
    repository_id integer not null references repository (id),
    number integer not null,
    version integer not null,
    active integer not null,
    ended_at integer,
    state text not null,
    unique (repository_id, number)
  ) strict, without rowid;
  create index incident_active on incident (repository_id, active, ended_at);

  create table entry (
    incident text not null references incident (id),
    seq integer not null,
    body text not null,
    primary key (incident, seq)
  ) strict, without rowid;
  create trigger entry_is_kept before update on entry
  begin
    select raise(abort, 'a timeline is only ever added to');
  end;
  create trigger entry_stays before delete on entry
  begin
    select raise(abort, 'a timeline is only ever added to');
  end;

  create table timer (
    incident text not null references incident (id),
    name text not null,
    lane integer not null references repository (id),
    due_at integer not null,
    primary key (incident, name)
  ) strict, without rowid;
  create index timer_by_time on timer (due_at);

  -- The outbox.
  create table effect (
    seq integer primary key,
    key text not null unique,
    lane integer not null references repository (id),
    incident text,
    urgent integer not null,
    keep text not null,
    body text not null,
    status text not null default 'waiting',
    revision integer not null default 1,
    tries integer not null default 0,
    failures integer not null default 0,
    not_before integer not null default 0,
    result text,
    last_error text,
    settled_at integer
  ) strict;
  create index effect_of_lane on effect (lane, urgent desc, seq) where status = 'waiting';
  create index effect_put_off on effect (not_before) where status = 'waiting' and not_before > 0;
  create index effect_settled on effect (settled_at) where settled_at is not null;

  create table memory (
    key text primary key,
    body text not null
  ) strict, without rowid;

  -- Written to find out whether writing works.
  create table pulse (
    only_row integer primary key check (only_row = 1),
    at integer not null
  ) strict;
  `,
  `
  -- Few incidents lose their issue; the one that stands in its place is looked for with every event on another.
  create index incident_by_replacement on incident (repository_id, json_extract(state, '$.anchor.replacement'))
  where json_extract(state, '$.anchor.replacement') is not null;
  `,
  `
  -- A repository waits for something of its own, too: the next drill. So what a timer belongs to need not be an incident.
  create table timer_of_any (
    incident text not null,
    name text not null,
    lane integer not null references repository (id),
    due_at integer not null,
    primary key (incident, name)
  ) strict, without rowid;
  insert into timer_of_any select incident, name, lane, due_at from timer;
  drop table timer;
  alter table timer_of_any rename to timer;
  create index timer_by_time on timer (due_at);
  `,
  `
  -- How long an effect has been waiting. Of those that waited when this column came, nobody knows.
  alter table effect add column put_at integer;
  `,
  `
  -- Which delivery an effect goes back to, for the log.
  alter table effect add column delivery text;
  `,
  `
  -- Why something was decided, for people who ask. "id" is that of the event that was decided on, "subject" the incident or
  -- planned freeze that it is about; a decision about several stands here once for each.
  create table account (
    subject text not null,
    id integer not null,
    lane integer not null,
    at integer not null,
    body text not null,
    primary key (subject, id)
  ) strict, without rowid;
  create index account_by_age on account (at);
  `,
]
