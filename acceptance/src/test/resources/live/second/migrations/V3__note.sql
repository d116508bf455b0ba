INSERT INTO shipping SELECT item FROM orders;
ALTER TABLE orders ADD note text;
