//! Temporary driver of the front end.
#![allow(clippy::print_stdout)]
use csdl_codegen::{csdl, diagnostic::*, select};
use std::{collections::BTreeMap, time::Instant};

fn main() {
    let on = |name: &str| std::env::var(name).is_ok();
    for path in std::env::args().skip(1) {
        let mut sources = Sources::default();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let t = Instant::now();
        let id = match sources.add_bytes(path.clone(), bytes) {
            Err(d) => {
                println!("{}", d.render(&sources));
                continue;
            }
            Ok(id) => id,
        };
        let (doc, out) = csdl::read(&sources, id);
        let read = t.elapsed();
        println!(
            "{path}: read {read:?} {} errors",
            out.count(Severity::Error)
        );
        print!("{}", out.render(&sources));
        let (model, out) = csdl_codegen::model::resolve(std::slice::from_ref(&doc));
        println!(
            "  resolve {:?}: {} errors {} warnings {} notes; {} types {} operations {} boxed",
            t.elapsed() - read,
            out.count(Severity::Error),
            out.count(Severity::Warning),
            out.count(Severity::Note),
            model.types.len(),
            model.operations.len(),
            model.boxed.len()
        );
        if on("V") {
            print!("{}", out.render(&sources));
        }
        let mut by = BTreeMap::new();
        for d in out.iter() {
            by.entry((d.severity, d.code))
                .or_insert((0, d.render(&sources)))
                .0 += 1;
        }
        for ((s, c), (n, first)) in by {
            println!(
                "   {s:?} {} {} x{n}: {}",
                c.id,
                c.slug,
                first.lines().next().unwrap_or_default()
            );
        }
        let Ok(rules) = std::env::var("RULES") else {
            continue;
        };
        let rid = sources.add(
            "select.txt",
            std::fs::read_to_string(rules).unwrap_or_default(),
        );
        let (rules, out) = select::Rules::parse(&sources, rid);
        print!("{}", out.render(&sources));
        let t = Instant::now();
        let (sel, out) = select::select(&model, &rules);
        print!("{}", out.render(&sources));
        println!(
            "  select {:?}: {} types {} operations",
            t.elapsed(),
            sel.types.len(),
            sel.operations.len()
        );
        if let Ok(out) = std::env::var("OUT") {
            let t = Instant::now();
            match csdl_codegen::snapshot::snapshot(
                &std::env::var("LABEL").unwrap_or_default(),
                &sources,
                rid,
            ) {
                Ok(s) => {
                    println!("  snapshot {:?}", t.elapsed());
                    let _ = std::fs::write(format!("{out}.csdl"), &s.csdl);
                    let _ = std::fs::write(format!("{out}.lock"), s.lock.to_toml());
                }
                Err(d) => println!("{}", d.render(&sources)),
            }
        }
        if !on("W") {
            continue;
        }
        for (id, ty) in model.type_ids() {
            match sel.types.get(&id) {
                None => println!("   MISSING {}", ty.name),
                Some(u) => println!(
                    "   {}{} {} because {}",
                    if u.read { 'r' } else { '-' },
                    if u.write { 'w' } else { '-' },
                    ty.name,
                    sel.path(&model, id).join(" < ")
                ),
            }
        }
        for (id, op) in model.operation_ids() {
            if !sel.has_operation(id) {
                println!("   MISSING OP {}", op.name);
            }
        }
    }
}
