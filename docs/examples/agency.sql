insert into agencies (id, name, kind, state, ori) values
  ('olmsted-so', 'Olmsted County Sheriff''s Office', 'sheriff', 'US-MN', null),
  ('rochester-pd', 'Rochester Police Department', 'police', 'US-MN', 'MN0550100');

insert into districts (id, name, kind, state) values
  ('byron', 'Byron Public Schools', 'public', 'US-MN'),
  ('rochester', 'Rochester Public Schools', 'public', 'US-MN');

insert into schools (id, district_id, name, level, control) values
  ('byron-high', 'byron', 'Byron High School', 'high', 'public'),
  ('mayo', 'rochester', 'Mayo Senior High School', 'high', 'public'),
  ('century', 'rochester', 'Century Senior High School', 'high', 'public');

insert into officers (id) values ('so-1'), ('so-2'), ('pd-1'), ('pd-2');

insert into employments (officer_id, agency_id, first_day, last_day) values
  ('so-1', 'olmsted-so', '2018-03-05', null),
  ('so-2', 'olmsted-so', '2021-06-01', null),
  ('pd-1', 'olmsted-so', '2015-01-05', '2019-06-28'),
  ('pd-1', 'rochester-pd', '2019-07-01', null),
  ('pd-2', 'rochester-pd', '2022-02-14', null);

insert into agreements (id, agency_id, district_id, kind, signed_on, first_day, last_day) values
  ('byron-contract', 'olmsted-so', 'byron', 'sro_contract', '2022-06-13', '2022-07-01', null),
  ('rochester-contract', 'rochester-pd', 'rochester', 'sro_contract', '2023-05-16', '2023-07-01',
   '2026-06-30');

insert into assignments (id, officer_id, agency_id, district_id, role, first_day, last_day) values
  ('so-1-byron', 'so-1', 'olmsted-so', 'byron', 'school_resource_officer', '2022-09-06', null),
  ('so-2-byron', 'so-2', 'olmsted-so', 'byron', 'school_resource_officer', '2023-09-05', null),
  ('pd-1-mayo', 'pd-1', 'rochester-pd', 'rochester', 'school_resource_officer', '2023-09-05', null),
  ('pd-2-century', 'pd-2', 'rochester-pd', 'rochester', 'school_resource_officer', '2024-09-03',
   null);

insert into assignment_schools (assignment_id, school_id) values
  ('so-1-byron', 'byron-high'),
  ('so-2-byron', 'byron-high'),
  ('pd-1-mayo', 'mayo'),
  ('pd-2-century', 'century');

insert into courses (id, title, provider, catalogue_code) values
  ('basic-2022', 'Basic School Resource Officer Training', 'Minnesota School Safety Center',
   'us-mn.basic-sro'),
  ('post-2025', 'School Resource Officer course', 'An approved provider', 'us-mn.post-sro');

insert into completions (id, officer_id, course_id, completed_on, hours, outcome) values
  ('so-1-basic', 'so-1', 'basic-2022', '2022-08-11', '40', 'completed'),
  ('pd-1-post', 'pd-1', 'post-2025', '2025-08-14', '16.5', 'completed');
