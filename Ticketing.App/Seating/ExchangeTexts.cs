using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating.Exchange;

namespace Ticketing.App.Seating;

/// <summary>Texts of plan files in the reader's language: notes, refusals, and the words of written files.</summary>
public static class ExchangeTexts
{
    /// <summary>A note as a sentence.</summary>
    public static string Of(ExchangeNote note, IStringLocalizer<Texts> L) => L[KeyOf(note.Kind), [.. note.Arguments]];

    /// <summary>A refusal as a sentence.</summary>
    public static string Of(PlanReadRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        PlanReadRefusal.TooLarge => L["The file is too large: at most 20 MB."],
        PlanReadRefusal.NotJson => L["The file is no JSON in UTF-8, or it is damaged."],
        PlanReadRefusal.UnknownShape => L["The file is JSON, but no seating plan that we know."],
        PlanReadRefusal.InvalidPlan => L["The file is a plan of ours, but of another version or with invalid values."],
        PlanReadRefusal.TooManySeats => L["The plan has too many seats: at most 150,000."],
        PlanReadRefusal.TooManyObjects => L["The seats are too irregular: the drawing would have more than 20,000 objects."],
        PlanReadRefusal.NothingToSeat => L["The file has no seats."],
    };

    /// <summary>The words of spreadsheets and prints.</summary>
    public static PlanPrintTexts Print(IStringLocalizer<Texts> L) => new()
    {
        Section = L["Section"],
        Row = L["Row"],
        Seat = L["Seat"],
        Label = L["Label"],
        Category = L["Category"],
        Kind = L["Kind"],
        Entrance = L["Entrance"],
        Places = L["Places"],
        Regular = L["Seat"],
        Wheelchair = L["Wheelchair place"],
        Companion = L["Companion seat"],
        RestrictedView = L["Restricted view"],
        Standing = L["Standing"],
        FreeSeating = L["Free seating"],
    };

    /// <summary>The English sentence of a kind, which is its resource key; the placeholders are the note's arguments.</summary>
    public static string KeyOf(ExchangeNoteKind kind) => kind switch
    {
        ExchangeNoteKind.FieldIgnored => "“{0}” has no counterpart here and was ignored ({1} times).",
        ExchangeNoteKind.SectionRenamed => "Two sections were called {0}: one is now {1}.",
        ExchangeNoteKind.NamesInvented => "{0} sections or rows without a name were numbered.",
        ExchangeNoteKind.NamesShortened => "{0} names were shortened or cleaned.",
        ExchangeNoteKind.CategoryAdded => "{1} seats have the category {0}, which the file does not list: it was added.",
        ExchangeNoteKind.ColorReplaced => "The category {0} got a new colour.",
        ExchangeNoteKind.CategoriesDropped => "{0} categories are too many; their seats have none.",
        ExchangeNoteKind.SeatsWithoutCategory => "{0} seats have no category yet.",
        ExchangeNoteKind.ExternalIdsRepeated => "{0} seats have the id of another seat.",
        ExchangeNoteKind.LabelsRepeated => "{0} seats have the label of another seat.",
        ExchangeNoteKind.SeatsOverlap => "{0} seats lie on another seat.",
        ExchangeNoteKind.SectionMoved => "The section {0} lay on another one and was moved beside it.",
        ExchangeNoteKind.OutsideOfSize => "{0} seats lie outside of the size that the file states.",
        ExchangeNoteKind.SeatsLeftOut => "{0} seats were left out: their position is unreadable or too far away.",
        ExchangeNoteKind.PositionsInvented => "{0} seats without a position were placed side by side.",
        ExchangeNoteKind.NumbersInvented => "{0} seats without a number were numbered.",
        ExchangeNoteKind.RowStraightened => "{0}, row {1}: seats were moved by up to 3 cm onto an even row.",
        ExchangeNoteKind.RowSplit => "{0}, row {1} is uneven and was drawn in {2} pieces.",
        ExchangeNoteKind.NumbersKept => "{0} seat numbers follow no scheme and were kept one by one.",
        ExchangeNoteKind.EmptyRows => "{0} rows without seats were dropped.",
        ExchangeNoteKind.UnavailableRemoved => "{0} unavailable seats were removed; the others keep their numbers.",
        ExchangeNoteKind.WheelchairsNotPlaced => "{0}: the file has {1} wheelchair places, but does not say which.",
        ExchangeNoteKind.PhoneOnlyIgnored => "{0} seats were sold by telephone only; they are ordinary seats now.",
        ExchangeNoteKind.PriceIgnored => "{0}: the price {1} was ignored; prices belong to performances.",
        ExchangeNoteKind.TotalDiffers => "The file states {0} seats and has {1}.",
        ExchangeNoteKind.AreaWithoutCapacity => "“{0}” was drawn as a shape. If places are sold there, make it an area with a capacity.",
        ExchangeNoteKind.AreasDropped => "{0} areas of an unknown shape were dropped.",
        ExchangeNoteKind.AreaColorsReplaced => "{0} coloured shapes got the nearest style.",
        ExchangeNoteKind.KindsNotWritten => "{0} wheelchair, companion and restricted-view seats are ordinary seats in the file.",
        ExchangeNoteKind.PlacesNotWritten => "{0}: the area is drawn, but its {1} places are not in the file.",
        ExchangeNoteKind.FocusNotWritten => "The point of the best seats is not in the file.",
        ExchangeNoteKind.EntrancesNotWritten => "The entrances of {0} sections are not in the file.",
        ExchangeNoteKind.PicturesNotWritten => "{0} background pictures are not in the file.",
        ExchangeNoteKind.ObjectsNotWritten => "{0} objects with problems are not in the file.",
    };
}
