CREATE TABLE shipping (item text);
