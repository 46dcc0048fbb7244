using System;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Write-Output: gives the objects on; enumerates a collection once unless told not to.</summary>
[Cmdlet(VerbsCommunications.Write, "Output")]
public sealed class WriteOutputCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [AllowNull, AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject, enumerateCollection: !NoEnumerate);
}

/// <summary>Write-Warning</summary>
[Cmdlet(VerbsCommunications.Write, "Warning")]
public sealed class WriteWarningCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString, Alias("Msg")]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteWarning(Message);
}

/// <summary>Write-Verbose</summary>
[Cmdlet(VerbsCommunications.Write, "Verbose")]
public sealed class WriteVerboseCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString, Alias("Msg")]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteVerbose(Message);
}

/// <summary>Write-Debug</summary>
[Cmdlet(VerbsCommunications.Write, "Debug")]
public sealed class WriteDebugCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString, Alias("Msg")]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteDebug(Message);
}

/// <summary>Write-Information</summary>
[Cmdlet(VerbsCommunications.Write, "Information")]
public sealed class WriteInformationCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("Msg", "Message"), AllowNull]
    public object? MessageData { get; set; }

    [Parameter(Position = 1)]
    public string[] Tags { get; set; } = [];

    protected override void ProcessRecord() => WriteInformation(MessageData, Tags);
}

/// <summary>Write-Host: an information record that the host shows at once, unless stream 6 is redirected.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true), Alias("Msg", "Message")]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public object Separator { get; set; } = " ";

    [Parameter]
    public ConsoleColor ForegroundColor { get; set; }

    [Parameter]
    public ConsoleColor BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var shown = new HostInformationMessage { Message = Text(Object), NoNewLine = NoNewline };
        WriteInformation(shown, ["PSHOST"]);
    }

    private string Text(object? value)
    {
        if (value is PSObject { BaseObject: not PSCustomObject } wrapped) value = wrapped.BaseObject;
        if (value is string || LanguagePrimitives.GetEnumerable(value) is not { } items) return Plain(value);
        var parts = new System.Collections.Generic.List<string>();
        foreach (var item in items) parts.Add(Text(item));
        return string.Join(Plain(Separator), parts);
    }

    private static string Plain(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? "";
}

/// <summary>Write-Progress</summary>
[Cmdlet(VerbsCommunications.Write, "Progress")]
public sealed class WriteProgressCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string Activity { get; set; } = "Processing";

    [Parameter(Position = 1)]
    public string Status { get; set; } = "Processing";

    [Parameter(Position = 2)]
    public int Id { get; set; }

    [Parameter]
    public int PercentComplete { get; set; } = -1;

    [Parameter]
    public int SecondsRemaining { get; set; } = -1;

    [Parameter]
    public string? CurrentOperation { get; set; }

    [Parameter]
    public SwitchParameter Completed { get; set; }

    protected override void ProcessRecord() => WriteProgress(new ProgressRecord(Id, Activity, Status)
    {
        PercentComplete = PercentComplete,
        SecondsRemaining = SecondsRemaining,
        CurrentOperation = CurrentOperation,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}

/// <summary>Write-Error: an error that does not end the caller unless its preference says so.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "WithException", Mandatory = true)]
    public Exception? Exception { get; set; }

    [Parameter(Position = 0, ParameterSetName = "NoException", Mandatory = true, ValueFromPipeline = true), Alias("Msg"), AllowEmptyString]
    [Parameter(ParameterSetName = "WithException")]
    public string? Message { get; set; }

    [Parameter(ParameterSetName = "ErrorRecord", Mandatory = true)]
    public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")]
    public string? ErrorId { get; set; }

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")]
    public object? TargetObject { get; set; }

    [Parameter, Alias("Activity")]
    public string CategoryActivity { get; set; } = "";

    [Parameter, Alias("Reason")]
    public string CategoryReason { get; set; } = "";

    [Parameter, Alias("TargetName")]
    public string CategoryTargetName { get; set; } = "";

    [Parameter, Alias("TargetType")]
    public string CategoryTargetType { get; set; } = "";

    [Parameter]
    public string RecommendedAction { get; set; } = "";

    protected override void ProcessRecord()
    {
        var record = ErrorRecord is null ? Made() : new ErrorRecord(ErrorRecord, null);
        if (CategoryActivity != "") record.CategoryInfo.Activity = CategoryActivity;
        if (CategoryReason != "") record.CategoryInfo.Reason = CategoryReason;
        if (CategoryTargetName != "") record.CategoryInfo.TargetName = CategoryTargetName;
        if (CategoryTargetType != "") record.CategoryInfo.TargetType = CategoryTargetType;
        WriteError(record);
    }

    private ErrorRecord Made()
    {
        var cause = Exception ?? new WriteErrorException(Message ?? "");
        var record = new ErrorRecord(cause, ErrorId ?? cause.GetType().FullName, Category, TargetObject);
        if (RecommendedAction != "" || (Exception is not null && !string.IsNullOrEmpty(Message)))
        {
            record.ErrorDetails = new ErrorDetails(Message ?? cause.Message) { RecommendedAction = RecommendedAction };
        }
        return record;
    }
}

/// <summary>What Write-Error makes out of a message.</summary>
public sealed class WriteErrorException(string message) : SystemException(message);
