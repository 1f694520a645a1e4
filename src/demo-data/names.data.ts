/** Common given and family names of a culture, in its own spelling and script. */
export interface Names {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

function names(first: string, last: string): Names {
  return { first: first.split(" "), last: last.split(" ") };
}

export const english = names(
  "Alice Amelia Andrew Charlotte Daniel Emily George Grace Harry Jack James Olivia Oliver Sarah Thomas William",
  "Brown Clark Davies Evans Green Harris Johnson Jones O'Connor Robinson Smith Taylor Walker White Williams Wood",
);
export const irish = names(
  "Aoife Caoimhe Cian Ciarán Conor Éabha Fionn Niamh Órla Oisín Róisín Saoirse Seán Tadhg",
  "Byrne Doyle Kelly McCarthy Murphy Nolan O'Brien O'Neill O'Sullivan Quinn Ryan Walsh",
);
export const italian = names(
  "Alessandro Andrea Chiara Elena Federico Francesca Giulia Lorenzo Luca Maria Niccolò Noè Paolo Sofia Zoë",
  "Bianchi Bruno Colombo Conti Costa D'Angelo Esposito Ferrari Galli Greco Marino Ricci Romano Rossi Russo",
);
export const german = names(
  "Anna Björn Emma Felix Hannah Jörg Jürgen Käthe Leon Lukas Marie Mia Paul Sören Ute Zoë",
  "Bauer Becker Fischer Groß Hoffmann Jäger Koch Köhler Krüger Meyer Müller Schäfer Schmidt Schröder Weiß Wolf",
);
export const french = names(
  "Adèle Amélie Benoît Camille Chloé Élodie François Gaël Hélène Inès Jérôme Léa Loïc Noémie Rémi Zoé",
  "Bernard Bonnet Chevalier Dubois Durand Fournier Garnier Lefèvre Léger Martin Mercier Moreau Petit Roux Simon",
);
export const spanish = names(
  "Álvaro Ana Begoña Carlos Inés Iñaki Íñigo José Lucía María Martín Mónica Núria Pablo Raúl Sofía",
  "Álvarez Castro Díaz Fernández García Gómez González Ibáñez López Martínez Muñoz Núñez Peña Pérez Sánchez",
);
export const portuguese = names(
  "Ana António Beatriz Catarina Conceição Filipe Inês Joana João José Luís Mário Raquel Sebastião Tomás Vitória",
  "Almeida Araújo Carvalho Conceição Costa Fernandes Ferreira Gonçalves Lourenço Magalhães Oliveira Pereira Silva Simões",
);
export const dutch = names(
  "Anouk Bram Daan Eefje Femke Finn Jeroen Koen Lieke Loïs Noël Renée Sanne Sjoerd Zoë",
  "Bakker Bos Dekker Dijkstra Hendriks Jansen Mulder Peters Smit Visser Vermeulen Vos Willems Zijlstra",
);
export const danish = names(
  "Anne Bjørn Freja Henrik Jørgen Karen Lærke Mads Mette Niels Søren Søs Tøger Åse",
  "Andersen Bæk Christensen Hansen Højgaard Jensen Jørgensen Kjær Møller Nielsen Nørgaard Østergaard Sørensen Ågård",
);
export const norwegian = names(
  "Astrid Bjørn Eirik Håkon Ingrid Jørgen Kåre Knut Liv Odd Pål Sigrid Solveig Tuva Øyvind Åse",
  "Bakke Berg Dahl Fossåsen Haugen Johansen Kristiansen Larsen Lie Lund Moen Nygård Ødegård Strøm Sæther",
);
export const swedish = names(
  "Anna Åke Åsa Björn Elin Erik Göran Håkan Ingrid Jörgen Karin Lars Märta Örjan Sören Ulf",
  "Åberg Andersson Berglund Björk Engström Forsberg Holmström Johansson Lindström Nyström Öberg Sjöberg Söderström",
);
export const icelandic = names(
  "Björn Elín Guðmundur Guðrún Hörður Ingibjörg Jón Kristín Ólafur Sigríður Þóra Þórður Ægir",
  "Björnsdóttir Guðmundsson Jónsdóttir Jónsson Magnúsdóttir Ólafsson Sigurðardóttir Sigurðsson Þórðardóttir Þórsson",
);
export const finnish = names(
  "Aino Antti Eero Elli Ilkka Jukka Kyösti Outi Päivi Riikka Tuomas Väinö Yrjö",
  "Hämäläinen Heikkinen Järvinen Koskinen Lehtonen Mäkelä Mäkinen Nieminen Pöyhönen Räsänen Väisänen Virtanen",
);
export const polish = names(
  "Agnieszka Bolesław Bożena Elżbieta Grażyna Jędrzej Katarzyna Łucja Łukasz Małgorzata Michał Paweł Rafał Zofia Żaneta",
  "Dąbrowa Grabowski Jabłoński Kamiński Kowalczyk Kowalski Krawczyk Król Lewandowski Mazur Nowak Pawłowski Wiśniewski Wójcik Zieliński",
);
export const czech = names(
  "Anežka Eliška František Hynek Jiří Kateřina Kryštof Lukáš Matěj Ondřej Růžena Štěpán Tomáš Zdeněk Žofie",
  "Černý Doležal Dvořák Fiala Horák Kovář Kučera Marek Němec Novák Pokorný Procházka Růžička Svoboda Veselý",
);
export const hungarian = names(
  "András Ágnes Béla Csilla Dénes Erzsébet Gergő Ildikó János Jenő Kálmán Katalin László Őrs Réka Zsófia",
  "Balogh Farkas Horváth Juhász Kiss Kovács Lakatos Mészáros Molnár Nagy Németh Oláh Szabó Szűcs Takács Tóth",
);
export const romanian = names(
  "Adrian Alexandra Andreea Cătălina Crenguța Cristina Florin Ionuț Ioana Mădălina Mihai Răzvan Ștefan Tudor Vlăduț",
  "Barbu Constantin Dumitrescu Enache Florea Georgescu Ionescu Munteanu Neagu Petrescu Popescu Rădulescu Stănescu Șerban Țepeș",
);
export const croatian = names(
  "Ana Anđela Božidar Đuro Filip Ivana Josip Jurica Lucija Luka Mirjana Nikša Petra Šime Tomislav Željka",
  "Babić Božić Filipović Horvat Jurić Knežević Kovačević Marić Marković Matić Novak Pavlović Perić Šarić Vuković",
);
export const turkish = names(
  "Ayşe Barış Çağla Çiğdem Elif Gökhan Gülşen Işıl İbrahim İpek Mehmet Oğuz Ömer Özge Şebnem Yağmur",
  "Aydın Çelik Çetin Demir Doğan Güneş Işık İnce Kaya Kılıç Koç Öztürk Şahin Şimşek Yıldırım Yılmaz",
);
export const greek = names(
  "Αικατερίνη Αλέξανδρος Γεώργιος Δημήτρης Ελένη Ιωάννα Κωνσταντίνος Μαρία Νίκος Σοφία Χρήστος",
  "Αγγελόπουλος Βασιλείου Γεωργίου Δημητρίου Ιωάννου Κωνσταντίνου Νικολάου Οικονόμου Παπαδόπουλος Χριστοδούλου",
);
export const ukrainian = names(
  "Андрій Богдан Валентина Ганна Євген Ірина Катерина Любов Микола Наталія Оксана Олександр Софія Юрій",
  "Бондаренко Гончаренко Іваненко Коваленко Кравченко Лисенко Мельник Олійник Петренко Савченко Ткаченко Шевчук",
);
export const bulgarian = names(
  "Ана Борис Валентин Георги Десислава Елена Иван Калина Мария Николай Петър Стефан Цветана Юлия",
  "Ангелов Василев Георгиев Димитров Иванов Колев Маринов Николов Петров Попов Стоянов Тодоров Христов",
);
export const japanese = names(
  "愛 一郎 花子 健太 浩 美咲 直樹 大輔 翔太 さくら 恵子 陽菜 由美 ゆうき",
  "伊藤 加藤 小林 佐藤 斎藤 清水 鈴木 高橋 田中 中村 林 山口 山田 山本 渡辺",
);
export const korean = names(
  "민준 서연 지훈 서준 하은 지우 도윤 수빈 예준 은지 현우 유진",
  "김 이 박 최 정 강 조 윤 장 임 한 오",
);
export const chinese = names(
  "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛",
  "王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 马 朱",
);
export const vietnamese = names(
  "Anh Bích Cường Đạt Dũng Hạnh Hiền Hương Khánh Linh Mỹ Ngọc Phượng Quỳnh Thảo Tuấn",
  "Bùi Đặng Đỗ Dương Hồ Hoàng Huỳnh Lê Lý Ngô Nguyễn Phạm Phan Trần Võ Vũ",
);
export const indian = names(
  "Aarav Aditi Ananya Arjun Deepak Diya Ishaan Kavya Lakshmi Neha Priya Rahul Rohan Sunita Vikram",
  "Agarwal Bose Chopra Das Gupta Iyer Joshi Kapoor Kumar Mehta Nair Patel Rao Reddy Sharma Singh",
);
export const arabic = names(
  "أحمد أمينة حسن خالد زينب سارة سلمى عمر فاطمة كريم ليلى محمد مريم يوسف",
  "الأحمد الحسن الخطيب الشامي العلي القاسم المصري النجار حداد سالم عيسى منصور",
);
export const hebrew = names(
  "אורי איתן דוד דניאל יוסף יעל מיכל נועה רות שרה תמר",
  "אברהם ביטון גולן דהן כהן כץ לוי מזרחי פרץ שפירא",
);
export const southAfrican = names(
  "Anele Bongani Chantal Heinrich Johan Lerato Lindiwe Naledi Pieter Sipho Thabo Thandiwe Willem Zanele",
  "Botha Dlamini Jacobs Khumalo Mokoena Naidoo Ndlovu Nkosi Pillay Pretorius Sithole Smit Steyn Zulu",
);
export const nigerian = names(
  "Adaeze Amina Chidi Chinwe Emeka Fatima Ibrahim Kemi Ngozi Obinna Olúwatóyìn Sade Tunde Yetunde",
  "Abubakar Adébáyọ̀ Adeyemi Balogun Bello Danjuma Eze Ibe Musa Nwosu Obi Okafor Okeke Olawale",
);
