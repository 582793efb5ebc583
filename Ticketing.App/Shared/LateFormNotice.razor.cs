using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Shared;

/// <summary>Says above a page why a posted form was not carried out, and shows what was typed where no field does.</summary>
public sealed partial class LateFormNotice
{
    private LateForm? _late;

    [CascadingParameter]
    public HttpContext? Http { get; set; }

    public void Dispose()
    {
        if (_late is not null)
        {
            _late.Taken -= StateHasChanged;
        }
    }

    protected override void OnInitialized()
    {
        _late = Http is null ? null : LateForm.Of(Http);
        if (_late is not null)
        {
            _late.Taken += StateHasChanged;
        }
    }

    private string Sentence(LateFormReason reason) => reason switch
    {
        LateFormReason.Changed => L["This page had changed since you opened it: in another tab, by an earlier press, or because time ran out. Nothing more was done. You see it as it is now."],
        LateFormReason.Refused => L["Nothing was done yet: you signed in or out in another tab, or the page was open for too long. Please check it and press again."],
        LateFormReason.SignedOut => L["Nothing was done: you are no longer signed in. Sign in and try again."],
    };
}
