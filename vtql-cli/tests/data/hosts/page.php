<?php
// it's a comment on vtiger with quote ' and "
# another ' one
$q1 = "SELECT id, wrong1 FROM Contacts WHERE lastname = '" . addslashes($n) . "' AND wrong2 = 'x' LIMIT 5;";
$q2 = 'select id, wrong3 from Contacts where lastname = \'O\'\'Brien\' and wrong4 = \'ü\' limit 5;';
$q3 = <<<VTQL
  select id, wrong5
  from Contacts where lastname = '{$user->name}' and wrong6 = '$arr[key]' limit 5;
VTQL;
$q4 = <<<'EOT'
select id, wrong7 from Contacts where lastname = '$notvar' limit 5;
EOT;
$q5 = sprintf("select id, wrong8 from Contacts where lastname = '%s' and wrong9 = %d limit 5;", $a, $b);
$q6 = "select id, wrong10 from Contacts "
    . "where lastname = '$x' " // comment
    . /* another */ "and wrong11 = '{$x['y']}' limit 5;";
$q7 = 'select id, wrong15 from Contacts';
$q7 .= " where wrong16 = '$x'"; // and
$q7 .= ' limit 5;';
?>
<p title="select id, notme from Contacts;">don't</p>
<?= vt('select wrong14 from Contacts limit 1;') ?>
