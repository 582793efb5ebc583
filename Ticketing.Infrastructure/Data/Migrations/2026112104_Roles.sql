-- The roles are words of the code (Core/Access/Roles.cs): every database has them, demo or not.
INSERT INTO roles (id, name, normalized_name, concurrency_stamp)
SELECT gen_random_uuid(), name, name, gen_random_uuid()::text
FROM unnest(ARRAY['buyer', 'organizer', 'staff', 'admin']) AS name
WHERE NOT EXISTS (SELECT FROM roles WHERE normalized_name = name);
