<?php
// Makes objects of the classes of crm.php out of records: use.php CRM FOLDER

declare(strict_types=1);

require $argv[1];
$made = 0;
$files = glob($argv[2] . '/*.json');
foreach ($files === false ? [] : $files as $file) {
    $class = 'Crm\\' . basename($file, '.json') . 'Record';
    $records = json_decode((string) file_get_contents($file), true, 512, JSON_THROW_ON_ERROR);
    foreach ($records as $record) {
        $object = $class::from($record);
        if ($object->id !== $record['id']) {
            throw new Exception("$class has another id");
        }
        foreach ([[], ['id' => null] + $record, ['id' => 7] + $record] as $broken) {
            try {
                $class::from($broken);
            } catch (UnexpectedValueException) {
                continue;
            }
            throw new Exception("$class was made of a broken record");
        }
        $made++;
    }
}
echo "$made objects\n";
if ($made <= 200) {
    throw new Exception('there were too few records');
}
