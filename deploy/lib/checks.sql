-- What must hold in the database of a shop at every moment. Each row that comes back is a violation.
SELECT CONCAT('SKU ', s.sku_id, ': ', s.available + s.reserved + s.sold, ' units, and ', COALESCE(SUM(m.quantity), 0), ' came in')
FROM stock_items s LEFT JOIN stock_movements m ON m.sku_id = s.sku_id AND m.type IN ('initial', 'adjusted')
GROUP BY s.sku_id, s.available, s.reserved, s.sold
HAVING s.available + s.reserved + s.sold <> COALESCE(SUM(m.quantity), 0);

SELECT CONCAT('SKU ', s.sku_id, ': ', s.available, ' for sale, and the ledger says ', COALESCE(SUM(m.quantity), 0))
FROM stock_items s LEFT JOIN stock_movements m ON m.sku_id = s.sku_id
GROUP BY s.sku_id, s.available
HAVING s.available <> COALESCE(SUM(m.quantity), 0);

SELECT CONCAT('SKU ', sku_id, ' is negative') FROM stock_items WHERE LEAST(available, reserved, sold) < 0;

SELECT CONCAT('order ', o.id, ' has no lines') FROM orders o
WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id);

SELECT CONCAT('order ', o.id, ' is ', o.status, ' without a payment') FROM orders o
WHERE o.status IN ('PAID', 'SHIPPED', 'COMPLETED')
  AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.status = 'succeeded');

SELECT CONCAT('order ', o.id, ' holds no stock') FROM orders o
WHERE NOT EXISTS (SELECT 1 FROM stock_reservations r WHERE r.order_id = o.id);

SELECT CONCAT('the address ', a.id, ' has lost its key') FROM user_addresses a
WHERE NOT EXISTS (SELECT 1 FROM data_keys k WHERE k.id = a.user_id AND k.destroyed_at IS NULL);
