using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>The categories of a foreign file by name.</summary>
internal sealed class CategoryKeys
{
    private static readonly string[] Palette =
        ["#1f8fd6", "#0f9d7a", "#8467ee", "#c9790a", "#d1457f", "#2f7d32", "#b3402e", "#5c6bc0", "#00838f", "#8d6e63"];

    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);
    private readonly List<PlanCategory> _categories = [];
    private readonly NoteList _notes;

    public CategoryKeys(ImportedPlan plan)
    {
        _notes = plan.Notes;
        foreach (var (name, color) in plan.Categories.Where(category => category.Name.Length > 0))
        {
            Add(name, color);
        }
    }

    public IReadOnlyList<PlanCategory> Categories => _categories;

    /// <summary>The key of a seat's category; null: it has none. A category that the file does not list is added.</summary>
    public string? KeyOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var clean = TextCleaner.Short(name.Trim());
        if (!_keys.ContainsKey(clean) && _unlisted.Add(clean))
        {
            Add(clean, Palette[_categories.Count % Palette.Length]);
        }

        return _keys.GetValueOrDefault(clean);
    }

    /// <summary>Notes a seat whose category is missing, or is not in the file's list.</summary>
    public void NoteSeat(string? name)
    {
        if (KeyOf(name) is null)
        {
            _notes.Count(ExchangeNoteKind.SeatsWithoutCategory);
        }
        else if (TextCleaner.Short(name!.Trim()) is var clean && _unlisted.Contains(clean))
        {
            _notes.Count(ExchangeNoteKind.CategoryAdded, clean);
        }
    }

    private void Add(string name, string? color)
    {
        if (_keys.ContainsKey(name))
        {
            return;
        }

        if (_categories.Count == PlanLimits.CategoriesMax)
        {
            _notes.Count(ExchangeNoteKind.CategoriesDropped);
            return;
        }

        var hex = PretixFormat.HexColor(color);
        if (hex is null)
        {
            _notes.Add(ExchangeNoteKind.ColorReplaced, name);
        }

        _keys[name] = $"category-{NoteList.Text(_categories.Count + 1)}";
        _categories.Add(new PlanCategory(_keys[name], name, hex ?? Palette[_categories.Count % Palette.Length]));
    }
}
