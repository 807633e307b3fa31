import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database as programs on JDBC see it: `java -cp DRIVERS .ci/Jdbc.java URL TABLE [STATEMENT…]`. */
public class Jdbc {
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            DatabaseMetaData database = connection.getMetaData();
            String schema = connection.getSchema();
            print("tables", database.getTables(null, schema, "%", new String[] {"TABLE", "VIEW"}), "TABLE_NAME");
            print("keys", database.getPrimaryKeys(null, schema, arguments[1]), "COLUMN_NAME");
            print("columns", database.getColumns(null, schema, arguments[1], "%"), "COLUMN_NAME", "TYPE_NAME");
            for (int i = 2; i < arguments.length; i++) {
                try (Statement statement = connection.createStatement()) {
                    print("rows", statement.executeQuery(arguments[i]));
                }
            }
        }
    }

    /** One line: what it is, and the cells of all rows, each behind a tab. */
    private static void print(String what, ResultSet rows, String... columns) throws SQLException {
        List<String> cells = new ArrayList<>(List.of(what));
        while (rows.next()) {
            if (columns.length == 0) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(rows.getString(i));
                }
            }
            for (String column : columns) {
                cells.add(rows.getString(column));
            }
        }
        System.out.println(String.join("\t", cells));
    }
}
