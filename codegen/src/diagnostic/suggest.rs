//! Suggestions for unknown names: the most similar known one.

/// The candidate nearest to `name`, if it is near enough to be worth a question.
///
/// Letter case counts little: `Edm.string` is nearest to `Edm.String`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.chars().collect();
    let limit = (wanted.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &'a str)> = None;
    let mut row = Vec::new();
    for candidate in candidates {
        if candidate.eq_ignore_ascii_case(name) {
            return Some(candidate);
        }
        let allowed = best.map_or(limit, |(distance, _)| distance.saturating_sub(1));
        if allowed == 0 || candidate.len().abs_diff(name.len()) > allowed * 4 {
            continue;
        }
        if let Some(distance) = distance(&wanted, candidate, allowed, &mut row) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The edit distance, unless it is above `limit`.
fn distance(wanted: &[char], candidate: &str, limit: usize, row: &mut Vec<usize>) -> Option<usize> {
    row.clear();
    row.extend(0..=wanted.len());
    for (i, c) in candidate.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (w, cell) in wanted.iter().zip(row.iter_mut().skip(1)) {
            let change = diagonal + usize::from(!w.eq_ignore_ascii_case(&c));
            diagonal = *cell;
            left = change.min(left + 1).min(diagonal + 1);
            *cell = left;
            least = least.min(left);
        }
        if least > limit {
            return None;
        }
    }
    row.last().copied().filter(|&d| d <= limit)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["call", "callMediaState", "callState", "chat"];
        assert_eq!(closest("callMediaStat", names), Some("callMediaState"));
        assert_eq!(closest("CALLSTATE", names), Some("callState"));
        assert_eq!(closest("cal", names), Some("call"));
        assert_eq!(closest("participant", names), None);
        assert_eq!(closest("", names), None);
    }

    #[test]
    fn the_nearest_wins_whatever_the_order() {
        assert_eq!(
            closest("identitySe", ["identitySets", "identitySet"]),
            Some("identitySet")
        );
        assert_eq!(closest("abcdef", ["abcdxy", "abcdey"]), Some("abcdey"));
    }
}
