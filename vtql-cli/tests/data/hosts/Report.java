class Report { // don't vtiger
  char c = '"'; char d = '\'';
  String q1 = "select id, wrong1 " +
     "from Contacts where lastname = '" + name.replace("'", "''") + "' and wrong2 = 'x' limit 5;";
  String q2 = """
      select id, wrong3
      from Contacts where lastname = 'x' and wrong4 = 'é\
       x' limit 5;
      """;
  String q3 = String.format("select id, wrong5 from Contacts where lastname = '%s' limit 5;", n);
}
