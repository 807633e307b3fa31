# don't vtiger
q1 = f"select id, wrong1 from Contacts where lastname = '{name!r:>{width}}' and wrong2 = 'x' limit 5;"
q2 = ("select id, wrong3 "  # it's
      "from Contacts "
      "where wrong4 = 'x' limit 5;")
q3 = """
	select id, wrong5
	from Contacts	where	wrong6 = '日本' limit 5;
"""
q4 = 'select id, wrong7 from Contacts where lastname = \'%s\' limit 5;' % name
q5 = 'select id, wrong8 from Contacts where lastname = "{}" limit 5;'.format(x)
q6 = r'select id, wrong9 from Contacts limit 5;'
q7 = "select id, wrong10 " + \
     "from Contacts limit 5;"
q8 = f'select {", ".join(fields)} from Contacts where wrong11 = 5 and lastname = \'x\' limit 5;'
q10 = """select id from Contacts where lastname = %(name)s and wrong13 = %s limit 5;"""
# vtql
q11 = "select id, wrong14 from Contacts where lastname = ? and createdtime > :since limit 5;"
"""docstring: select this from Contacts list, it's fine"""
q12 = "select id, wrong15 from Contacts"
q12 += " where wrong16 = '%s' limit 5;" % name
