<?php

declare(strict_types=1);

// As the autoloader of Composer does, without Composer.
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Vtql\\') && !str_starts_with($class, 'Vtql\\Tests\\')) {
        require dirname(__DIR__) . '/src/' . substr($class, 5) . '.php';
    }
});
