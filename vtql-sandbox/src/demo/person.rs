//! Invented people, each with a name, a place and a telephone number of one country.

use super::random::Random;

/// Names and places of one country.
struct Country {
    name: &'static str,
    calling_code: &'static str,
    first_names: &'static [&'static str],
    last_names: &'static [&'static str],
    cities: &'static [&'static str],
    streets: &'static [&'static str],
}

const COUNTRIES: &[Country] = &[
    Country {
        name: "United States",
        calling_code: "+1",
        first_names: &["James", "Mary", "Robert", "Linda", "Michael", "Ava", "Noah", "Grace"],
        last_names: &["Smith", "Johnson", "O'Brien", "Williams", "McDonald", "Garcia-Lopez", "Lee", "Clark"],
        cities: &["New York", "Austin", "Portland", "St. Louis"],
        streets: &["Main Street", "Oak Avenue", "5th Avenue", "Sunset Blvd."],
    },
    Country {
        name: "Deutschland",
        calling_code: "+49",
        first_names: &["Jürgen", "Anna", "Björn", "Käthe", "Lukas", "Sören", "Mia"],
        last_names: &["Müller", "Schmidt", "Groß", "Weiß", "von der Heide", "Köhler", "Strauß"],
        cities: &["Berlin", "München", "Köln", "Frankfurt (Oder)"],
        streets: &["Hauptstraße", "Goethestr.", "Am Rosengarten", "Öhlmühlweg"],
    },
    Country {
        name: "France",
        calling_code: "+33",
        first_names: &["Élodie", "Jean-Luc", "Zoë", "François", "Chloé", "Noël"],
        last_names: &["Lefèvre", "D'Angelo", "Côté", "de La Fontaine", "Martin", "Besançon"],
        cities: &["Paris", "Saint-Étienne", "Besançon", "L'Haÿ-les-Roses"],
        streets: &["rue de l'Église", "boulevard Victor-Hugo", "allée des Érables"],
    },
    Country {
        name: "Polska",
        calling_code: "+48",
        first_names: &["Łukasz", "Agnieszka", "Żaneta", "Michał", "Wojciech"],
        last_names: &["Nowak", "Wiśniewski", "Zieliński", "Dąbrowska", "Łęcki"],
        cities: &["Łódź", "Kraków", "Gdańsk", "Święta Lipka"],
        streets: &["ul. Długa", "ul. Żwirki i Wigury", "al. Jerozolimskie"],
    },
    Country {
        name: "España",
        calling_code: "+34",
        first_names: &["José", "Íñigo", "María", "Ángel", "Begoña"],
        last_names: &["Muñoz", "García", "Peña", "Ibáñez", "Güell"],
        cities: &["Málaga", "A Coruña", "Cádiz", "Logroño"],
        streets: &["Calle Mayor", "Avda. de América", "Plaza España"],
    },
    Country {
        name: "Россия",
        calling_code: "+7",
        first_names: &["Анна", "Фёдор", "Сергей", "Юлия", "Андрей"],
        last_names: &["Иванов", "Соловьёва", "Щукин", "Майоров"],
        cities: &["Москва", "Казань", "Йошкар-Ола"],
        streets: &["ул. Ленина", "пр. Мира", "Тверская ул."],
    },
    Country {
        name: "Ελλάδα",
        calling_code: "+30",
        first_names: &["Γιώργος", "Ελένη", "Νίκος", "Σοφία"],
        last_names: &["Παπαδόπουλος", "Οικονόμου", "Βλάχος"],
        cities: &["Αθήνα", "Θεσσαλονίκη", "Πάτρα"],
        streets: &["Οδός Ερμού", "Λεωφόρος Συγγρού"],
    },
    Country {
        name: "日本",
        calling_code: "+81",
        first_names: &["太郎", "花子", "健", "さくら"],
        last_names: &["山田", "佐藤", "鈴木", "髙橋"],
        cities: &["東京", "大阪", "札幌市"],
        streets: &["中央区銀座", "北区梅田"],
    },
    Country {
        name: "مصر",
        calling_code: "+20",
        first_names: &["محمد", "فاطمة", "يوسف"],
        last_names: &["السيد", "حسن", "عبد الله"],
        cities: &["القاهرة", "الإسكندرية"],
        streets: &["شارع النيل", "شارع الهرم"],
    },
    Country {
        name: "Việt Nam",
        calling_code: "+84",
        first_names: &["Đức", "Thị Hoa", "Minh"],
        last_names: &["Nguyễn", "Trần", "Lê", "Đặng"],
        cities: &["Hà Nội", "Đà Nẵng", "Huế"],
        streets: &["đường Lê Lợi", "phố Huế"],
    },
];

/// A person who does not exist.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) country: &'static str,
    pub(super) city: &'static str,
    pub(super) street: String,
    pub(super) zip: String,
    calling_code: &'static str,
}

impl Person {
    pub(super) fn new(random: &mut Random) -> Self {
        // The first country stands in when the list is empty, which it is not.
        let country = random.pick(COUNTRIES).unwrap_or(&COUNTRIES[0]);
        Person {
            first_name: random.word(country.first_names),
            last_name: random.word(country.last_names),
            country: country.name,
            city: random.word(country.cities),
            street: format!("{} {}", random.word(country.streets), random.between(1, 180)),
            zip: format!("{:05}", random.between(1_000, 99_999)),
            calling_code: country.calling_code,
        }
    }

    /// A telephone number, in one of the ways in which people write them.
    pub(super) fn phone(&self, random: &mut Random) -> String {
        let (area, number) = (random.between(20, 990), random.between(100_000, 9_999_999));
        match random.below(4) {
            0 => format!("{} {area} {number}", self.calling_code),
            1 => format!("({area}) {number}"),
            2 => format!("{}{area}{number}", self.calling_code),
            _ => format!("{} (0){area}/{number}", self.calling_code),
        }
    }

    /// A mail address in a domain that is reserved for examples. `number` makes it unique.
    pub(super) fn email(&self, number: i64) -> String {
        let name: String = self.last_name.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = if name.is_empty() { "user".to_owned() } else { name.to_ascii_lowercase() };
        format!("{name}.{number}@example.com")
    }
}
