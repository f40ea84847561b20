import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;

/** A whole database in memory behind JDBC. */
public final class H2Case {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    private static Connection c;

    private static Object query(String sql) throws SQLException {
        try (Statement s = c.createStatement()) {
            if (!s.execute(sql)) {
                return s.getUpdateCount() + " rows";
            }
            StringBuilder text = new StringBuilder();
            ResultSet r = s.getResultSet();
            int columns = r.getMetaData().getColumnCount();
            while (r.next()) {
                for (int i = 1; i <= columns; i++) {
                    text.append(r.getObject(i)).append(i < columns ? "," : ";");
                }
            }
            return text;
        }
    }

    public static int twice(int x) {
        return 2 * x;
    }

    public static void main(String[] args) throws Exception {
        c = DriverManager.getConnection("jdbc:h2:mem:case", "sa", "");
        for (String sql : new String[] {"CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, born DATE, pay DECIMAL(10,2))",
            "INSERT INTO person VALUES (1, 'Ann', DATE '1990-02-28', 1000.50), (2, 'Bob', NULL, 2000), (3, 'Cy', DATE '2000-01-01', NULL)",
            "SELECT * FROM person ORDER BY name DESC", "SELECT COUNT(*), SUM(pay), AVG(pay), MIN(born) FROM person",
            "SELECT name FROM person WHERE name LIKE '_o%' OR id IN (SELECT 1)", "UPDATE person SET pay = pay * 1.1 WHERE pay > 1500",
            "INSERT INTO person VALUES (1, 'Dup', NULL, NULL)", "INSERT INTO person (id) VALUES (9)", "SELEC nonsense", "SELECT * FROM nowhere",
            "CREATE TABLE pet (owner INT REFERENCES person(id) ON DELETE CASCADE, kind VARCHAR)", "INSERT INTO pet VALUES (1, 'cat'), (1, 'dog'), (3, 'eel')",
            "SELECT p.name, COUNT(t.kind), LISTAGG(t.kind, '+') WITHIN GROUP (ORDER BY t.kind) FROM person p LEFT JOIN pet t ON t.owner = p.id GROUP BY p.name HAVING COUNT(*) > 0 ORDER BY 1",
            "INSERT INTO pet VALUES (77, 'fox')", "CREATE INDEX by_kind ON pet(kind)", "EXPLAIN SELECT * FROM pet WHERE kind = 'cat'", "DELETE FROM person WHERE id = 1", "SELECT * FROM pet",
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) SELECT SUM(x) FROM n",
            "SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC), SUM(x) OVER (ORDER BY x) FROM SYSTEM_RANGE(1, 3) ORDER BY x",
            "CREATE VIEW v AS SELECT name FROM person", "SELECT * FROM v ORDER BY 1", "SELECT UPPER('a') || SUBSTRING('hello', 2, 3), ABS(-5), ROUND(2.567, 2), COALESCE(NULL, 7)",
            "SELECT CAST('12' AS INT) + 1, DATE '2024-02-29' + INTERVAL '1' YEAR, EXTRACT(DOW FROM DATE '2024-02-29')", "SELECT REGEXP_REPLACE('a1b2', '[0-9]', '#')",
            "SELECT 1/0", "CREATE ALIAS twice FOR 'H2Case.twice'", "SELECT twice(21)", "SELECT JSON_OBJECT('a': 1) FORMAT JSON IS JSON, ARRAY[1,2][2]", "CALL RAWTOHEX(HASH('SHA256', 'x', 1))"}) {
            check(sql.length() > 60 ? sql.substring(0, 60) : sql, () -> query(sql));
        }
        check("prepared", () -> {
            try (PreparedStatement p = c.prepareStatement("INSERT INTO person VALUES (?, ?, ?, ?)")) {
                for (int i = 10; i < 13; i++) {
                    p.setInt(1, i);
                    p.setString(2, "n" + i);
                    p.setObject(3, LocalDate.of(2020, 1, i));
                    p.setBigDecimal(4, new BigDecimal("1.25"));
                    p.addBatch();
                }
                return p.executeBatch().length;
            }
        });
        check("keys", () -> {
            query("CREATE TABLE auto (id BIGINT AUTO_INCREMENT PRIMARY KEY, t CLOB)");
            try (PreparedStatement p = c.prepareStatement("INSERT INTO auto (t) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                p.setCharacterStream(1, new StringReader("long text"));
                p.executeUpdate();
                ResultSet r = p.getGeneratedKeys();
                r.next();
                return r.getLong(1);
            }
        });
        check("rollback", () -> {
            c.setAutoCommit(false);
            query("DELETE FROM person");
            c.rollback();
            c.setAutoCommit(true);
            return query("SELECT COUNT(*) FROM person");
        });
        check("types", () -> {
            try (Statement s = c.createStatement()) {
                ResultSet r = s.executeQuery("SELECT DATE '2024-02-29', TIMESTAMP '2024-02-29 12:30:00', ARRAY[1, 2], X'0102', TRUE, CAST(1.5 AS REAL)");
                r.next();
                Date date = r.getDate(1);
                Timestamp stamp = r.getTimestamp(2);
                Array array = r.getArray(3);
                return date + " " + stamp + " " + ((Object[]) array.getArray()).length + " " + r.getBytes(4).length + r.getBoolean(5) + r.getFloat(6);
            }
        });
        check("meta", () -> {
            try (Statement s = c.createStatement()) {
                ResultSetMetaData m = s.executeQuery("SELECT * FROM person").getMetaData();
                return m.getColumnName(2) + m.getColumnTypeName(4) + m.getScale(4) + m.getColumnClassName(3) + m.isNullable(2);
            }
        });
        check("database", () -> {
            DatabaseMetaData m = c.getMetaData();
            return m.getDatabaseProductName() + m.getDatabaseMajorVersion() + m.getURL();
        });
        check("closed", () -> {
            c.close();
            return query("SELECT 1");
        });
        check("no driver", () -> DriverManager.getConnection("jdbc:nosuch:x"));
        check("file database", () -> {
            java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("h2");
            try (Connection f = DriverManager.getConnection("jdbc:h2:" + folder + "/db;DB_CLOSE_ON_EXIT=FALSE")) {
                f.createStatement().execute("CREATE TABLE t AS SELECT x FROM SYSTEM_RANGE(1, 1000)");
            }
            try (Connection f = DriverManager.getConnection("jdbc:h2:" + folder + "/db;DB_CLOSE_ON_EXIT=FALSE")) {
                ResultSet r = f.createStatement().executeQuery("SELECT SUM(x) FROM t");
                r.next();
                return r.getInt(1);
            }
        });
    }
}
