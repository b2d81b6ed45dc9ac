/** One step of the schema. */
export interface Migration {
  readonly sql: string
  /**
   * The oldest version of the program that can work on the database after this step; without it, every one that could
   * before. A version is how many of these steps a program knows.
   */
  readonly oldest?: number
}

/**
 * How the schema came to look as it does, oldest first. One that was released is never changed: add another.
 *
 * While new replicas replace old ones, both work on the same tables. So a step only ever adds: tables, columns that may be
 * empty or have a default, indexes. What is no longer wanted goes a release later, with `oldest` set to the version
 * that stopped using it. A release that only brings new kinds of events or effects adds a step too, an empty one: its
 * number is how older replicas leave such work to newer ones (`lane-queue.ts`).
 *
 * Bodies are JSON in `text`: `jsonb` takes no \u0000, which people can write.
 */
export const migrations: readonly Migration[] = [
  {
    sql: `
    create table repository (
      id bigint primary key,
      body text not null
    );

    -- "version" counts the changes of the policy itself; its "digest" tells when there was none.
    create table policy (
      repository_id bigint primary key,
      version bigint not null default 1,
      digest text not null,
      body text not null
    );

    -- What every change of a repository locks first, and counts. "wake_at" is set while nobody works there and something
    -- was put off, "is_left" while it is left to a newer program.
    create table lane (
      id bigint primary key,
      version bigint not null default 1,
      wake_at bigint,
      is_left boolean not null default false
    ) with (fillfactor = 50);
    create index lane_to_wake on lane (wake_at) where wake_at is not null;

    create table delivery (
      guid text collate "C" primary key,
      name text not null,
      received_at bigint not null
    );
    -- They come in the order of their age, and are only ever looked for by it: no entry for each is needed.
    create index delivery_by_age on delivery using brin (received_at);

    -- The inbox. "source" holds what may wait only once: a timer together with the moment it was set to.
    -- "thread" is the issue or pull request that the event is about.
    create table event (
      id bigint generated always as identity primary key,
      lane bigint not null,
      thread bigint,
      type text not null,
      happened_at bigint,
      source text collate "C",
      body text not null,
      not_before bigint not null default 0,
      failures integer not null default 0,
      last_error text,
      buried smallint not null default 0
    );
    create unique index event_by_source on event (source) where source is not null;
    create index event_of_lane on event (lane, id) where buried = 0;
    create index event_put_off on event (not_before) where buried = 0 and not_before > 0;

    -- "state" is the incident without its timeline, which is in "entry". The columns beside it are taken from the state;
    -- "stand_ins" are the issues at which it is found beside its own number.
    create table incident (
      id text collate "C" primary key,
      repository_id bigint not null,
      number bigint not null,
      version integer not null,
      active smallint not null,
      ended_at bigint,
      stand_ins bigint[] not null default '{}',
      state text not null,
      unique (repository_id, number)
    );
    create index incident_active on incident (repository_id, active, ended_at);
    create index incident_at_hand on incident (repository_id) where active = 1;

    create table entry (
      incident text collate "C" not null references incident (id),
      seq integer not null,
      body text not null,
      primary key (incident, seq)
    );
    create function only_added_to() returns trigger language plpgsql as $$
    begin
      raise exception 'a timeline is only ever added to';
    end $$;
    create trigger entry_is_kept before update or delete on entry for each row execute function only_added_to();

    create table timer (
      incident text collate "C" not null,
      name text collate "C" not null,
      lane bigint not null,
      due_at bigint not null,
      primary key (incident, name)
    );
    create index timer_by_time on timer (due_at, lane);

    -- The outbox.
    create sequence effect_order;
    create table effect (
      key text collate "C" primary key,
      seq bigint not null default nextval('effect_order'),
      lane bigint not null,
      incident text collate "C",
      type text not null,
      urgent smallint not null,
      keep text not null,
      body text not null,
      delivery text,
      put_at bigint,
      status text not null default 'waiting',
      revision integer not null default 1,
      tries integer not null default 0,
      failures integer not null default 0,
      not_before bigint not null default 0,
      result text,
      last_error text,
      settled_at bigint
    );
    create index effect_of_lane on effect (lane, urgent desc, seq) where status = 'waiting';
    create index effect_put_off on effect (not_before) where status = 'waiting' and not_before > 0;
    create index effect_settled on effect (settled_at) where settled_at is not null;

    create table memory (
      key text collate "C" primary key,
      body text not null
    );

    -- What one replica of all does.
    create table office (
      name text primary key,
      holder text not null,
      until bigint not null
    );

    -- Written to find out whether writing works.
    create table pulse (
      only_row integer primary key check (only_row = 1),
      at bigint not null
    );`,
  },
  // `ForecastConfiguration` and `ProposeConfiguration`.
  { sql: '' },
  {
    sql: `
    -- Why something was decided, for people who ask. "id" is that of the event that was decided on, "subject" the incident or
    -- planned freeze that it is about; a decision about several stands here once for each.
    create table account (
      subject text collate "C" not null,
      id bigint not null,
      lane bigint not null,
      at bigint not null,
      body text not null,
      primary key (subject, id)
    );
    -- As with deliveries: they come in the order of their age.
    create index account_by_age on account using brin (at);`,
  },
  // `LookAround`, and kinds of outcomes and timers.
  { sql: '' },
]
