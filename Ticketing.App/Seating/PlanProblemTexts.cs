using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.App.Seating;

/// <summary>Texts of what is wrong with a plan, in the reader's language.</summary>
internal static class PlanProblemTexts
{
    /// <summary>The problem's own sentence in English; in other languages that of its kind, since the sentence is not translated.</summary>
    public static string Describe(PlanProblem problem, IStringLocalizer<Texts> L) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.Detail : Describe(problem.Kind, L);

    public static string Describe(PlanWarning warning, IStringLocalizer<Texts> L)
    {
        var arguments = warning.Arguments.ToArray<object>();
        return warning.Kind switch
        {
            PlanWarningKind.UnusedCategory => L["No place is in the category {0}.", arguments],
            PlanWarningKind.WithoutFocus => L["There is neither a stage nor a focus: the seats in front count as the best."],
            PlanWarningKind.CompanionWithoutWheelchair => L["Row {0}, seat {1}: a companion's seat without a wheelchair place beside it.", arguments],
            PlanWarningKind.SimilarRowNames => L["The names of the rows {0} and {1} read alike.", arguments],
            PlanWarningKind.SeatsUnderShape => L["Seats inside a wall: {0}.", arguments],
            PlanWarningKind.LongRow => L["Row {0} has more than 30 seats without an aisle.", arguments],
        };
    }

    public static string NameOf(SeatKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        SeatKind.Regular => L["Regular seats"],
        SeatKind.Wheelchair => L["Wheelchair places"],
        SeatKind.Companion => L["Companions' seats"],
        SeatKind.RestrictedView => L["Restricted view"],
    };

    private static string Describe(PlanProblemKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        PlanProblemKind.UnknownFormat => L["The plan has an unknown format."],
        PlanProblemKind.WithoutName => L["A name is missing."],
        PlanProblemKind.WithoutPlaces => L["The plan has no places to sell."],
        PlanProblemKind.TooLarge => L["The plan is larger than is allowed."],
        PlanProblemKind.ValueOutOfRange => L["A value is missing, or outside of what is possible."],
        PlanProblemKind.DuplicateObjectId => L["Several objects have the same id."],
        PlanProblemKind.DuplicateFloor => L["Several floors have the same key."],
        PlanProblemKind.DuplicateSection => L["Several sections have the same name."],
        PlanProblemKind.DuplicateCategory => L["Several categories have the same key."],
        PlanProblemKind.InvalidColor => L["A category's colour is not of the form #5b8def."],
        PlanProblemKind.UnknownFloor => L["A section is on a floor that does not exist."],
        PlanProblemKind.UnknownSection => L["It belongs to no section."],
        PlanProblemKind.UnknownCategory => L["Its category does not exist."],
        PlanProblemKind.SeatsWithoutCategory => L["Seats have no category."],
        PlanProblemKind.AreaWithoutCapacity => L["The area needs a number of places."],
        PlanProblemKind.AreaSharesSection => L["An area needs a section of its own."],
        PlanProblemKind.InvalidPolygon => L["A shape needs at least three corners inside the drawing."],
        PlanProblemKind.EmptySection => L["A section has no places."],
        PlanProblemKind.EmptyObject => L["No seat is left of it."],
        PlanProblemKind.OverrideWithoutSeat => L["Something is said of a seat that does not exist."],
        PlanProblemKind.DuplicateLabel => L["Two places have the same label."],
        PlanProblemKind.OverlappingSeats => L["Seats overlap."],
    };
}
