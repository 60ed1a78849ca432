use super::*;

#[test]
fn names_of_columns_in_many_spellings_and_languages_are_known() {
    for (columns, expected) in [
        (
            &[
                "name",
                "Name",
                "Full Name",
                "full_name",
                "fullName",
                "FIRST-NAME",
                "Candidate's first name",
                "Applicant name",
                "Nachname",
                "Prénom",
                "Pre\u{301}nom",
                "Imię i nazwisko",
                "Apellidos",
                "姓名",
                "候选人姓名",
                "氏名",
                "이름",
                "Họ và tên",
                "ФИО",
                "الاسم",
                "שם מלא",
                "नाम",
            ][..],
            Says::Name,
        ),
        (
            &[
                "email",
                "E-Mail",
                "emailAddress",
                "Phone number",
                "home_address",
                "PLZ",
                "Téléphone",
                "LinkedIn URL",
                "电话",
                "住所",
                "Телефон",
            ][..],
            Says::Contact,
        ),
        (
            &["photo", "Profile_Picture", "Bewerbungsfoto", "照片", "صورة"][..],
            Says::Photo,
        ),
        (
            &[
                "Date of birth",
                "date_of_birth",
                "gender",
                "Geschlecht",
                "国籍",
                "Marital status",
            ][..],
            Says::Person,
        ),
    ] {
        for column in columns {
            assert_eq!(says(column), Some(expected), "{column}");
        }
    }
}

#[test]
fn columns_about_the_work_are_not_taken_for_the_person() {
    for column in [
        "company_name",
        "cv",
        "letter",
        "years_experience",
        "project name",
        "what do you name your branches?",
        "languages",
        "deployed_to_production",
        "address of the incident",
        "image_pipelines",
        "age_of_system",
        "",
    ] {
        assert_eq!(says(column), None, "{column}");
    }
}
