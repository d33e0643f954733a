/** Version of the tables below; an index of another version is rebuilt from the sealed replays. */
export const INDEX_SCHEMA = 5;

/** The index of sealed replays. It holds nothing that the replays do not hold: it can be deleted at any time. */
export const SCHEMA_SQL = `
create table meta (schema integer not null);
create table replays (
  id varchar primary key, path varchar not null, recrown_version varchar not null, source varchar not null,
  snapshot varchar not null, snapshot_digest varchar not null, synthetic boolean not null,
  engine varchar, file_sha256 varchar not null
);
create table rounds (
  replay varchar not null, round_id integer not null, seed_block integer not null, era varchar,
  verdict varchar not null, cause varchar, conditional boolean not null, coverage double not null,
  token_mode varchar, summary varchar not null, king_uid integer, king_hotkey varchar,
  claimed_uid integer, rule_uid integer, noise_nats double, result varchar not null,
  primary key (replay, round_id)
);
create table duels (
  replay varchar not null, round_id integer not null, uid integer not null, hotkey varchar not null,
  repo varchar not null, revision varchar not null, n integer, mean_delta double, se double, p double, lcb double,
  claimed_mean_delta double, claimed_lcb double, quality double
);
create table scores (
  replay varchar not null, round_id integer not null, uid integer not null, capture varchar not null,
  form varchar not null, mode varchar not null, first_prompt integer not null, kl double[] not null
);
create table inputs (
  replay varchar not null, round_id integer not null, basis varchar not null, capture varchar,
  mode varchar not null, input varchar not null
);
create table axes (
  replay varchar not null, round_id integer not null, uid integer not null, axis varchar not null,
  weight double not null, source varchar not null, value double, declared double, n integer, correct integer
);
create table axis_items (
  replay varchar not null, round_id integer not null, uid integer not null, axis varchar not null, mode varchar not null,
  wording varchar not null, sandboxed boolean not null, item integer not null, source varchar not null,
  prompt varchar not null, answer varchar not null, prediction varchar not null, gold varchar not null,
  ok boolean, score double, solved boolean, tokens integer not null, failed boolean not null, way varchar
);
create table validators (
  replay varchar not null, round_id integer not null, uid integer not null, hotkey varchar not null,
  status varchar not null, decided_at integer, visible_at integer
);
create table breaches (
  replay varchar not null, round_id integer not null, code varchar not null, title varchar not null, nature varchar not null,
  uid integer not null, decisive boolean not null
);
`;
