//! Which part of a response is for which request.

use std::collections::BTreeSet;

use super::read::{Piece, Reply};
use crate::client::batch::part::{Node, Parts, position};
use crate::client::batch::run::Entries;

/// Assigns the parts of a response to the requests and change sets of the batch, by `Content-ID`,
/// and else by their order, which is that of the batch.
///
/// The order means nothing where the ids contradict it: then a part without an id is for nobody.
pub fn assign(pieces: Vec<Piece>, units: &[Node], parts: &Parts) -> Entries {
    let mut entries = Entries::default();
    let known: BTreeSet<Node> = units.iter().copied().collect();
    let unit_of = |reply: &Reply| {
        let position = position(reply.id.as_deref()?)?;
        Some(parts.unit(position)).filter(|unit| known.contains(unit))
    };
    let unit_of_piece = |piece: &Piece| match piece {
        Piece::One(reply) => unit_of(reply),
        Piece::Set(replies) => replies.iter().find_map(unit_of),
    };
    let mut pairs = pieces.iter().zip(units);
    let in_order = pieces.len() <= units.len()
        && pairs.all(|(piece, unit)| unit_of_piece(piece).is_none_or(|found| found == *unit));
    for (at, piece) in pieces.into_iter().enumerate() {
        let by_order = units.get(at).filter(|_| in_order).copied();
        let unit = unit_of_piece(&piece).or(by_order);
        match (unit, piece) {
            // A response to a change set that is not in parts is for all of it.
            (Some(unit), Piece::One(reply)) => entries.add(unit, reply.response),
            (Some(unit), Piece::Set(replies)) => assign_set(replies, unit, parts, &mut entries),
            (None, _) => entries.has_strays = true,
        }
    }
    entries
}

/// Assigns the parts of a change set, which may be in any order: by their ids, or if there are
/// none, by the order.
fn assign_set(replies: Vec<Reply>, unit: Node, parts: &Parts, entries: &mut Entries) {
    let members = parts.members(unit);
    let has_ids = replies.iter().any(|reply| reply.id.is_some());
    let by_order = !has_ids && replies.len() == members.len();
    for (at, reply) in replies.into_iter().enumerate() {
        let named = reply.id.as_deref().and_then(position);
        let position = match by_order {
            true => members.clone().nth(at),
            false => named.filter(|position| members.contains(position)),
        };
        match position {
            Some(position) => entries.add(Node::Request(position), reply.response),
            None => entries.has_strays = true,
        }
    }
}
