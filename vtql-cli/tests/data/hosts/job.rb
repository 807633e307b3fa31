# don't vtiger
q1 = <<~SQL
  select id, wrong1
  from Contacts where lastname = '#{name.gsub("'", "''")}' and wrong2 = 'x' limit 5;
SQL
q2 = <<-'EOS'
  select id, wrong3 from Contacts limit 5;
  EOS
q3 = "select id, wrong4 from Contacts where lastname = '#{a["}"]}' and wrong5 = 'x' limit 5;"
q4 = %q(select id, wrong6 from Contacts where id in ('12x1') limit 5;)
q5 = %Q{select id, wrong7 from Contacts where lastname = '#{x}' limit 5;}
q6 = 'select id, wrong8 ' \
     'from Contacts limit 5;'
foo(<<~A, <<~B)
  select id, wrong9 from Contacts limit 5;
A
  select id, lastname from Contacts limit 5;
B
x = a ? 'b' : "select id, wrong11 from Contacts limit 5;"
