//! The proleptic Gregorian calendar: days since 1970-01-01 and back.

/// The count of seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// The count of days in a month, or 0 if there is no such month.
#[inline]
pub(crate) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

#[inline]
fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days from 1970-01-01 to a date.
///
/// The year is shifted to begin in March, so that the leap day comes last and
/// the months before it have a regular pattern of 153 days per five months.
pub(crate) fn days_from_date(year: i32, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date that lies `days` after 1970-01-01: year, month, day.
pub(crate) fn date_from_days(days: i64) -> Option<(i32, u8, u8)> {
    let days = days.checked_add(719_468)?;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((
        i32::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_leap_years() {
        assert_eq!(days_in_month(2024, 2), 29);
        assert_eq!(days_in_month(1900, 2), 28);
        assert_eq!(days_in_month(2000, 2), 29);
        assert_eq!(days_in_month(-4, 2), 29);
        assert_eq!(days_in_month(2024, 0), 0);
        assert_eq!(days_in_month(2024, 13), 0);
    }

    #[test]
    fn counts_days_like_a_calendar() {
        assert_eq!(days_from_date(1970, 1, 1), 0);
        assert_eq!(days_from_date(2000, 3, 1), 11_017);
        assert_eq!(days_from_date(1969, 12, 31), -1);
        // Day by day over more than two eras.
        let (mut year, mut month, mut day) = (-450, 1, 1);
        let mut days = days_from_date(year, month, day);
        while year < 2_450 {
            assert_eq!(days_from_date(year, month, day), days);
            assert_eq!(date_from_days(days), Some((year, month, day)));
            days += 1;
            day += 1;
            if day > days_in_month(year, month) {
                day = 1;
                month += 1;
            }
            if month > 12 {
                month = 1;
                year += 1;
            }
        }
    }

    #[test]
    fn stops_at_the_end_of_the_years() {
        for (year, month, day) in [(i32::MAX, 12, 31), (i32::MIN, 1, 1)] {
            let days = days_from_date(year, month, day);
            assert_eq!(date_from_days(days), Some((year, month, day)));
        }
        assert_eq!(date_from_days(days_from_date(i32::MAX, 12, 31) + 1), None);
        assert_eq!(date_from_days(days_from_date(i32::MIN, 1, 1) - 1), None);
        assert_eq!(date_from_days(i64::MAX), None);
    }
}
