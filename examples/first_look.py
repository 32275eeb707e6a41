"""A first look: the model at rest, a challenge, and a personal assessment."""

# %% The model and its numbers
import enterotone as et

model = et.load()
print(model)
print(model.parameters.loc["Km_TPH1", ["value", "unit", "organism", "source_id"]])

# %% A week with three meals a day
week = model.simulate(days=2, observables=["plasma__tryptophan", "plasma__tryptophan_to_lnaa"])
print(week)

# %% What gut TPH1 is for: without it blood serotonin goes, brain serotonin stays
observables = ["platelet__content", "brain__serotonin_dialysate", "ens__transit_colon"]
usual = model.rest(observables=observables)
without = model.rest({"activity_TPH1": 0}, observables)
for name in observables:
    print(f"{name}: {without[name] / usual[name] - 1:+.0%}")

# %% A stool profile (the synthetic example) as a personal simulation
answer = et.assess(n=16)
for row in answer.readouts:
    print(
        f"{row.name}: {row.person.median:.3g} ({row.person.low:.3g} to {row.person.high:.3g}) {row.unit}, {row.verdict}"
    )
