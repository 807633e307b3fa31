package e // don't vtiger
var r = '"'
var q1 = `select id, wrong1
	from Contacts where lastname = 'x' and wrong2 = '日本' limit 5;`
var q2 = "select id, wrong3 " +
	"from Contacts limit 5;"
var q3 = fmt.Sprintf("select id, wrong4 from Contacts where lastname = '%s' and wrong5 = %q limit %d;", a, b, c)
